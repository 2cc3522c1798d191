"""A job's way through the table: taken with a lease, then done, tried again later, or given up."""

from __future__ import annotations

import functools
import random
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Uuid, bindparam, null, or_, select, update
from sqlmodel import Session, col

from opentribe.kit import clock
from opentribe.kit.db import UtcDateTime
from opentribe.kit.jobs.kinds import LONGEST_LEASE, Kind, Priority, Task
from opentribe.kit.jobs.models import Job
from opentribe.kit.prepared import Prepared, numbered

FIRST_WAIT = timedelta(seconds=4)
WAIT_GROWTH = 3  # 4 s, 12 s, 36 s ... so that eight attempts span about two hours
LONGEST_WAIT = timedelta(hours=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ERROR_LENGTH = 2000
VANISHED = "The worker ended while it had this job."

TAKEN = (
    col(Job.id),
    col(Job.kind),
    col(Job.payload),
    col(Job.attempts),
    col(Job.max_attempts),
    col(Job.created_at),
    col(Job.lease_by),
)
is_waiting: tuple[ColumnElement[bool], ...] = (col(Job.done_at).is_(None), col(Job.failed_at).is_(None))


class LeaseLost(Exception):
    """Another worker has taken the job, or done it; what was done here is rolled back."""


def is_any_due(session: Session, kinds: Collection[str]) -> bool:
    """Whether `take` would find something; locks nothing."""
    return any(_due(session, kinds, 1, lock=False))


def seconds_until_next(session: Session, kinds: Collection[str], at_most: float) -> float:
    """How long until a job that waits for its moment is due."""
    moment = clock.now()
    ahead = (*is_waiting, col(Job.run_at) > moment, col(Job.kind).in_(kinds))
    next_one = select(col(Job.run_at)).where(*ahead).order_by(col(Job.run_at)).limit(1)
    found = session.connection().execute(next_one).first()
    return at_most if found is None else min(at_most, (found[0] - moment).total_seconds())


def take(session: Session, kinds: Mapping[str, Kind], worker: str, most: int) -> list[Task]:
    """Lease the next jobs of these kinds: the most urgent first, then what is due longest.

    A job whose worker vanished counts that as an attempt, and is taken alone: perhaps it is what ended the worker.
    """
    moment = clock.now()
    rows = _due(session, kinds, most, lock=True)
    if not rows:
        return []
    if rows[0].lease_by is not None:
        return _taken_over(session, rows[0], kinds, worker)
    fresh = [row for row in rows if row.lease_by is None]
    until = moment + max(kinds[row.kind].lease for row in fresh)
    _take(len(fresh)).change(session, worker=worker, until=until, **numbered("job", [row.id for row in fresh]))
    return [_task(row, row.attempts) for row in fresh]


def _due(session: Session, kinds: Collection[str], most: int, *, lock: bool) -> list[Any]:
    moment = clock.now()
    names = sorted(kinds)
    statement = _next(len(names), lock)
    for priority in Priority:  # one range of the index each; a flood below is not even looked at
        rows = statement.rows(
            session,
            priority=int(priority),
            moment=moment,
            beyond=moment + LONGEST_LEASE,
            most=most,
            **numbered("kind", names),
        )
        if rows:
            return rows
    return []


@functools.lru_cache(maxsize=64)
def _next(kinds: int, lock: bool) -> Prepared:
    """What is due by `:moment` of `:priority` and of so many kinds (`:kind_0` and so on), `:most` rows."""
    moment = bindparam("moment", type_=UtcDateTime())
    # A lease that ends later than any can was given before the clock was set back.
    until = col(Job.lease_until)
    is_free = or_(until.is_(None), until <= moment, until > bindparam("beyond", type_=UtcDateTime()))
    found = (
        select(*TAKEN)
        .where(*is_waiting, col(Job.priority) == bindparam("priority"), col(Job.run_at) <= moment, is_free)
        .where(col(Job.kind).in_([bindparam(f"kind_{number}") for number in range(kinds)]))
        .order_by(col(Job.run_at), col(Job.id))
        .limit(bindparam("most"))
    )
    return Prepared(found.with_for_update(skip_locked=True) if lock else found)


@functools.lru_cache(maxsize=64)
def _take(count: int) -> Prepared:
    """Lease so many jobs (`:job_0` and so on) to `:worker`, `:until` then."""
    chosen = col(Job.id).in_([bindparam(f"job_{number}", type_=Uuid()) for number in range(count)])
    leased = {"lease_by": bindparam("worker"), "lease_until": bindparam("until", type_=UtcDateTime())}
    return Prepared(update(Job).where(chosen).values(leased))


_DONE = Prepared(
    update(Job)
    .where(col(Job.id) == bindparam("job", type_=Uuid()), *is_waiting, col(Job.lease_by) == bindparam("worker"))
    .values(done_at=bindparam("moment", type_=UtcDateTime()), lease_by=null(), lease_until=null(), last_error=null())
)


def _taken_over(session: Session, row: Any, kinds: Mapping[str, Kind], worker: str) -> list[Task]:
    moment = clock.now()
    attempts = row.attempts + 1
    given_up = attempts >= row.max_attempts
    values: dict[str, Any] = {"attempts": attempts, "last_error": VANISHED}
    if given_up:
        values |= {"failed_at": moment, "lease_by": None, "lease_until": None}
    else:
        values |= {"lease_by": worker, "lease_until": moment + kinds[row.kind].lease}
    session.connection().execute(update(Job).where(col(Job.id) == row.id).values(values))
    return [] if given_up else [_task(row, attempts)]


def _task(row: Any, attempts: int) -> Task:
    return Task(row.id, row.kind, row.payload, attempts + 1, row.max_attempts, row.created_at)


def mark_done(session: Session, task: Task, worker: str) -> None:
    """Mark it, in the transaction of its effect. Raises LeaseLost when it is no longer this worker's."""
    if _DONE.change(session, job=task.id, worker=worker, moment=clock.now()) != 1:
        raise LeaseLost(str(task.id))


def put_off(session: Session, task: Task, worker: str, error: Exception, *, give_up: bool) -> None:
    """Try it again after a while that grows, or give it up after the last attempt."""
    moment = clock.now()
    values: dict[str, Any] = {
        "attempts": task.attempt,
        "lease_by": None,
        "lease_until": None,
        "last_error": f"{type(error).__name__}: {error}"[:ERROR_LENGTH],
    }
    values |= {"failed_at": moment} if give_up else {"run_at": moment + wait_before(task.attempt + 1)}
    session.connection().execute(
        update(Job).where(col(Job.id) == task.id, *is_waiting, col(Job.lease_by) == worker).values(values)
    )


def wait_before(attempt: int) -> timedelta:
    """How long before the second attempt, the third and so on: growing, and spread so that not all come at once."""
    whole = min(FIRST_WAIT * WAIT_GROWTH ** min(attempt - 2, 10), LONGEST_WAIT)
    return timedelta(seconds=whole.total_seconds() * random.uniform(0.5, 1.0))  # noqa: S311 - spreads work, guards nothing


def give_back(session: Session, worker: str) -> None:
    """Let others take at once what this worker leased and did not begin."""
    session.connection().execute(
        update(Job).where(*is_waiting, col(Job.lease_by) == worker).values(lease_by=None, lease_until=None)
    )


def end_leases(session: Session) -> None:
    """End every lease, where whoever holds one must be gone: SQLite has one process of workers, which just began."""
    session.connection().execute(
        update(Job).where(*is_waiting, col(Job.lease_by).is_not(None)).values(lease_until=LONG_AGO)
    )
