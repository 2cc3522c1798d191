"""A process that does deeds and works off what follows them until somebody kills it."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from multiprocessing.connection import Connection

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.kit.counters.models import Number
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.crew import Crew
from opentribe.kit.jobs.kinds import Kind, Task
from opentribe.kit.jobs.outbox import enqueue
from tests import databases

DEEDS, EFFECTS, TRIES = "deeds", "effects", "tries"


def count(session: Session, name: str) -> None:
    """Add one to a number."""
    session.connection().execute(update(Number).where(col(Number.name) == name).values(value=Number.value + 1))


def effect(session: Session, _task: Task) -> None:
    """What follows a deed; it happens once."""
    count(session, EFFECTS)


def slow_part(database: Database, _task: Task) -> None:
    """Leaves its trace at once, as a mail would; it happens at least once."""
    with database.write() as session:
        count(session, TRIES)


SHORT = timedelta(seconds=1)
KINDS = (Kind("quick", effect, lease=SHORT), Kind("slow", effect, prepare=slow_part, lease=SHORT))


def do(database: Database, kind: str) -> None:
    """A deed and what shall follow, in one transaction."""
    with database.write() as session:
        count(session, DEEDS)
        enqueue(session, kind, {"deed": new_id().hex})


def labour(url: str, told: Connection) -> None:
    """Deeds without end, each told, and workers beside them; ends with the process that started it."""
    database = Database(url)
    databases.hasten(database.engine)
    Crew(database, KINDS, (), threads=1).start()
    pause = threading.Event()
    parent = os.getppid()
    while os.getppid() == parent:
        for kind in ("quick", "quick", "slow"):
            do(database, kind)
            told.send(kind)
            pause.wait(0.002)
