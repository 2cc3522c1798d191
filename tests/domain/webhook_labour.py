"""A process that sends to webhooks until somebody kills it."""

from __future__ import annotations

import dataclasses
import os
import threading
from datetime import timedelta
from pathlib import Path

from opentribe.domain.webhooks.delivering import DELIVER
from opentribe.kit.db import Database
from opentribe.kit.jobs.crew import Crew
from opentribe.settings import get_settings
from tests import databases

QUICKLY = dataclasses.replace(DELIVER, lease=timedelta(seconds=2))


def send_all(url: str, data_dir: str) -> None:
    """Send what waits in the database at `url`; ends with the process that started it."""
    settings = get_settings()
    settings.outgoing_allow, settings.data_dir = "127.0.0.1", Path(data_dir)
    database = Database(url)
    databases.hasten(database.engine)
    Crew(database, [QUICKLY], (), threads=2).start()
    pause, parent = threading.Event(), os.getppid()
    while os.getppid() == parent:
        pause.wait(0.1)
