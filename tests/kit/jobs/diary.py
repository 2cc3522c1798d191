"""A kind of job that tests can look into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from opentribe.kit.db import Database
from opentribe.kit.jobs.kinds import Kind, Task
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import enqueue

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Diary:
    """A kind that writes down what it was given, in memory: nothing rolls that back."""

    def __init__(self, name: str = "diary", **settings: object) -> None:
        self.lines: list[object] = []
        self.fails: Callable[[Task], Exception | None] = lambda _task: None
        self.kind = Kind(name, self.write, **settings)  # type: ignore[arg-type]

    def write(self, _session: Session, task: Task) -> None:
        """The effect."""
        if (error := self.fails(task)) is not None:
            raise error
        self.lines.append(task.payload.get("line"))


def store(database: Database, diary: Diary, *lines: object, **named: object) -> None:
    """A job per line."""
    with database.write() as session:
        for line in lines:
            enqueue(session, diary.kind, {"line": line}, **named)  # type: ignore[arg-type]


def jobs(database: Database) -> list[Job]:
    """All of them, in the order in which they were stored."""
    with database.read() as session:
        return list(session.exec(select(Job).order_by(col(Job.id))).all())
