"""Kinds of jobs: what a worker does for each, how urgent it is, and when it is given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from opentribe.kit.db import Database

ATTEMPTS = 8
LEASE = timedelta(seconds=30)
LONGEST_LEASE = timedelta(minutes=10)


class Priority(IntEnum):
    """What goes first. Within one priority, what is due longest."""

    urgent = 10  # somebody is looking at the page where it shows
    normal = 100
    low = 200  # mail, housekeeping, whatever comes in floods


@dataclass(frozen=True, slots=True)
class Task:
    """One job in a worker's hands. `id` serves as the idempotency key for effects outside the database."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    attempt: int
    max_attempts: int
    created_at: datetime
    prepared: Any = None


Effect = Callable[[Session, Task], None]
SlowPart = Callable[[Database, Task], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done for the jobs of one name, which is stored and must not change.

    `effect` is committed together with the mark that the job is done, so it happens exactly once. `prepare` comes
    before it with no transaction open: the slow part, such as sending a mail. It happens at least once; what it
    gives stands in `task.prepared`. A lease that is shorter than `prepare` lets it run twice. Slow kinds of one `lane`
    share threads: those that wait for strangers have one of their own, so that nothing else waits for them.
    """

    name: str
    effect: Effect
    prepare: SlowPart | None = None
    priority: Priority = Priority.normal
    max_attempts: int = ATTEMPTS
    lease: timedelta = LEASE
    lane: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a lease that would be taken for one from before the clock was set back."""
        if not timedelta(0) < self.lease <= LONGEST_LEASE:
            raise ValueError(f"{self.name}: a lease lasts at most {LONGEST_LEASE}")


class GiveUp(Exception):
    """Raised by an effect that no further attempt can help; the job goes to the dead letters at once."""
