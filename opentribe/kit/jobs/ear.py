"""Hearing from PostgreSQL that another process has stored a job."""

from __future__ import annotations

import logging
import threading

import psycopg

from opentribe.kit.db import Database
from opentribe.kit.jobs.outbox import CHANNEL, ring

log = logging.getLogger(__name__)

LISTEN_SECONDS = 1.0  # before looking whether it is time to end
RECONNECT_SECONDS = 2.0


def listen(database: Database, ending: threading.Event) -> None:
    """Ring the bells of this process whenever the table `jobs` announces rows; returns when `ending` is set.

    While the connection is down, workers look by themselves every few seconds.
    """
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while not ending.is_set():
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                ring()  # something may have come while nobody listened
                while not ending.is_set():
                    for _ in connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        ring()
        except psycopg.Error as error:
            log.warning("The connection that wakes the background work broke: %s", str(error).strip())
            ending.wait(RECONNECT_SECONDS)
