"""Scheduled jobs: one per due time, whatever the number of workers, and none lost while the server was away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from opentribe.kit.jobs.kinds import Kind
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import enqueue

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # a Thursday
LONGEST_PERIOD = timedelta(days=31)
PREFIX = "cron:"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job of `kind` every `period`, `offset` after midnight UTC (or after Thursday's, when the period is a week).

    Its `name` is stored and must not change. After a pause only the last due time is made up for.
    """

    name: str
    kind: Kind
    period: timedelta
    offset: timedelta = timedelta(0)
    payload: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for a period whose keys would be swept before it is over."""
        if not timedelta(seconds=1) <= self.period <= LONGEST_PERIOD:
            raise ValueError(f"{self.name}: a period is between a second and {LONGEST_PERIOD.days} days")

    def due_time(self, moment: datetime) -> datetime:
        """The last due time up to `moment`."""
        begin = EPOCH + self.offset
        return begin + (moment - begin) // self.period * self.period

    def enqueue(self, session: Session, due: datetime) -> bool:
        """Store the job of a due time; False when another worker has."""
        return enqueue(session, self.kind, self.payload, dedupe_key=self._key(due), run_at=due)

    def is_stored(self, session: Session, due: datetime) -> bool:
        """Whether the job of a due time is in the table, done or not."""
        return session.exec(select(Job.id).where(Job.dedupe_key == self._key(due))).first() is not None

    def _key(self, due: datetime) -> str:
        return f"{PREFIX}{self.name}:{due:%Y-%m-%dT%H:%M:%SZ}"
