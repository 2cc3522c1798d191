"""The workers of a process: threads that begin with the server, are woken by a commit, and end in order."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.errors import Unavailable
from opentribe.kit.jobs import leases, outbox, upkeep
from opentribe.kit.jobs.ear import listen
from opentribe.kit.jobs.kinds import Kind
from opentribe.kit.jobs.schedule import Schedule
from opentribe.kit.jobs.worker import Worker

log = logging.getLogger(__name__)

LOOK_ANYWAY = 5.0  # seconds after which a worker looks even if nobody rang: for leases that ran out
AFTER_TROUBLE = 1.0  # seconds before asking again a database that did not answer
STOP_SECONDS = 5.0


class Crew:
    """Threads for the quick kinds, and others for each lane of slow ones, so that a mail never delays a point."""

    def __init__(self, database: Database, kinds: Sequence[Kind], schedules: Sequence[Schedule], threads: int) -> None:
        """`threads` work on the quick kinds and as many on the slow ones; SQLite, with its one writer, needs one."""
        self._database = database
        self._timekeeper = Timekeeper(database, schedules)
        self._quick = [kind for kind in kinds if kind.prepare is None]
        slow = [kind for kind in kinds if kind.prepare is not None]
        self._lanes = [[kind for kind in slow if kind.lane == lane] for lane in sorted({kind.lane for kind in slow})]
        self._size = threads
        self._ending = threading.Event()
        self._bells: list[threading.Event] = []
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work; without threads this process leaves it to others."""
        if not self._size:
            return
        if self._database.is_sqlite:
            with contextlib.suppress(Unavailable), self._database.write() as session:  # else they run out by themselves
                leases.end_leases(session)
        else:
            self._begin(partial(listen, self._database, self._ending))
        self._begin(partial(self._again_and_again, self._timekeeper.tick))
        quick = 1 if self._database.is_sqlite else self._size
        for kinds, size in ((self._quick, quick), *((lane, self._size) for lane in self._lanes)):
            for _ in range(size if kinds else 0):
                turn = partial(self._turn, Worker(self._database, kinds))
                self._begin(partial(self._again_and_again, turn))

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Finish what is in hand and take no more; tell whether that was done in time."""
        self._ending.set()
        for bell in tuple(self._bells):
            bell.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _begin(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=f"worker-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _turn(self, worker: Worker) -> float:
        if worker.turn(self._ending):
            return 0.0
        with self._database.read() as session:
            return leases.seconds_until_next(session, worker.kinds, LOOK_ANYWAY)

    def _again_and_again(self, turn: Callable[[], float]) -> None:
        """`turn` gives the seconds it may sleep unless the bell rings. What befalls it is told in the log."""
        bell = threading.Event()
        outbox.hang(bell)
        self._bells.append(bell)
        while not self._ending.is_set():
            bell.clear()
            try:
                pause = turn()
            except Exception:
                log.exception("The background work stumbled and goes on.")
                self._ending.wait(AFTER_TROUBLE)
                continue
            if pause:
                bell.wait(pause)
        outbox.take_down(bell)


class Timekeeper:
    """Stores the jobs of schedules as they come due, and looks after a clock that is set back."""

    def __init__(self, database: Database, schedules: Sequence[Schedule]) -> None:
        self._database = database
        self._schedules = schedules
        self._stored: dict[str, datetime] = {}

    def tick(self) -> float:
        """Store what is due; the seconds until there may be more."""
        moment = clock.now()
        for schedule in self._schedules:
            due = schedule.due_time(moment)
            if self._stored.get(schedule.name) == due:
                continue
            with self._database.read() as session:
                is_stored = schedule.is_stored(session, due)
            if not is_stored:
                with self._database.write() as session:
                    schedule.enqueue(session, due)
            self._stored[schedule.name] = due
        with self._database.read() as session:
            is_misplaced = upkeep.is_any_misplaced(session)
        if is_misplaced:
            with self._database.write() as session:
                upkeep.set_due(session)
                outbox.wake_after(session, others=True)
        waits = [(schedule.due_time(moment) + schedule.period - moment).total_seconds() for schedule in self._schedules]
        return min(LOOK_ANYWAY, *waits) if waits else LOOK_ANYWAY
