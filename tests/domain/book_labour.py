"""A process that does all that follows members' deeds until somebody kills it."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from sqlmodel import Session

from opentribe.domain.gamification import levelling
from opentribe.kit.db import Database
from opentribe.kit.facts import connect
from opentribe.kit.jobs import outbox
from opentribe.kit.jobs.crew import Crew
from opentribe.settings import get_settings
from opentribe.wiring import KINDS, REACTIONS
from tests import databases

SHORT = timedelta(seconds=2)
QUICKLY = [dataclasses.replace(kind, lease=SHORT) for kind in KINDS]


def be_patient() -> None:
    """Try each job as often as somebody kills its worker, where the running house would take it for poisonous."""
    outbox.ATTEMPTS = 99
    levelling.RELEVEL = dataclasses.replace(levelling.RELEVEL, max_attempts=99)


class Told(Database):
    """Says whenever a transaction begins and when it is committed, so that one can kill in between."""

    tell: Connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As any other."""
        with super().write() as session:
            self.tell.send("begun")
            yield session
        self.tell.send("done")


def keep_books(url: str, server: str, data_dir: str, tell: Connection) -> None:
    """Work off what waits in the database at `url`, levels piece by piece; ends with the process that started it."""
    settings = get_settings()
    settings.smtp_url, settings.mail_from, settings.data_dir = server, "hello@tribe.example", Path(data_dir)
    levelling.PIECE = 1
    be_patient()
    connect(REACTIONS)
    database = Told(url)
    database.tell = tell
    databases.hasten(database.engine)
    Crew(database, QUICKLY, (), threads=1).start()
    pause, parent = threading.Event(), os.getppid()
    while os.getppid() == parent:
        pause.wait(0.1)
