"""A worker: takes jobs, does the slow part with no transaction open, and commits effect and mark together."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import threading
from collections.abc import Iterable, Iterator

from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.jobs import leases
from opentribe.kit.jobs.kinds import GiveUp, Kind, Task
from opentribe.kit.jobs.leases import LeaseLost

log = logging.getLogger(__name__)

TAKEN_AT_ONCE = 8


class Worker:
    """One pair of hands. Several never do the same job twice: see `leases`."""

    def __init__(self, database: Database, kinds: Iterable[Kind]) -> None:
        self.database = database
        self.kinds = {kind.name: kind for kind in kinds}
        # A lease holds for all that was taken together, and a slow part may need all of it.
        self._most = 1 if any(kind.prepare for kind in self.kinds.values()) else TAKEN_AT_ONCE
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{new_id().hex[-12:]}"

    def turn(self, ending: threading.Event | None = None) -> bool:
        """Take some jobs and do them; tell whether any was due. What is not begun when `ending` is set goes back."""
        with self.database.read() as session:  # SQLite: does not keep anybody from writing
            if not leases.is_any_due(session, self.kinds):
                return False
        with self.database.write() as session:
            tasks = leases.take(session, self.kinds, self.name, self._most)
        for together in self._portions(tasks):
            if ending is not None and ending.is_set():
                with self.database.write() as session:
                    leases.give_back(session, self.name)
                break
            self._do(together)
        return True

    def _portions(self, tasks: list[Task]) -> Iterator[list[Task]]:
        """SQLite has one writer and waits for the disk at each commit, so quick effects share one."""
        quick = [task for task in tasks if self.kinds[task.kind].prepare is None] if self.database.is_sqlite else []
        if quick:
            yield quick
        yield from ([task] for task in tasks if task not in quick)

    def _do(self, tasks: list[Task]) -> None:
        try:
            ready = [self._prepared(task) for task in tasks]
            with self.database.write() as session:
                for task in ready:
                    leases.mark_done(session, task, self.name)
                    self.kinds[task.kind].effect(session, task)
        except Exception as error:  # noqa: BLE001 - whatever one job does, the others go on
            if len(tasks) > 1:  # nothing of them was committed: find out which one it is
                for task in tasks:
                    self._do([task])
            elif isinstance(error, LeaseLost):
                log.info("Another worker has taken over the job %s.", tasks[0].id)
            else:
                self._put_off(tasks[0], error)

    def _prepared(self, task: Task) -> Task:
        prepare = self.kinds[task.kind].prepare
        return task if prepare is None else dataclasses.replace(task, prepared=prepare(self.database, task))

    def _put_off(self, task: Task, error: Exception) -> None:
        give_up = isinstance(error, GiveUp) or task.attempt >= task.max_attempts
        with self.database.write() as session:
            leases.put_off(session, task, self.name, error, give_up=give_up)
        level, fate = (logging.ERROR, "given up") if give_up else (logging.WARNING, "tried again later")
        log.log(level, "The job %s (%s) failed and is %s.", task.id, task.kind, fate, exc_info=error)


def work_off(database: Database, kinds: Iterable[Kind]) -> None:
    """Do all that is due, here and now."""
    worker = Worker(database, kinds)
    while worker.turn():
        pass
