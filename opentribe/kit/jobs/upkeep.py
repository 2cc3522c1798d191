"""Keeping the outbox small and right: old jobs go, and what a clock that was set back misplaced is due again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlmodel import Session, col

from opentribe.kit import clock
from opentribe.kit.jobs.leases import LONGEST_WAIT, is_waiting
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.schedule import LONGEST_PERIOD, PREFIX

KEPT = timedelta(days=3)
SWEPT_AT_ONCE = 2000


def sweep_done(session: Session) -> bool:
    """Delete some of the jobs done days ago; tell whether there may be more.

    Those of a schedule stay for two of the longest periods, since their keys say that a due time was served.
    """
    moment = clock.now()
    is_plain = or_(col(Job.dedupe_key).is_(None), ~col(Job.dedupe_key).startswith(PREFIX))
    old = (
        select(col(Job.id))
        .where(
            col(Job.done_at) < moment - KEPT,
            or_(is_plain, col(Job.done_at) < moment - 2 * LONGEST_PERIOD),
        )
        .limit(SWEPT_AT_ONCE)
    )
    swept = session.connection().execute(delete(Job).where(col(Job.id).in_(old)))
    return swept.rowcount >= SWEPT_AT_ONCE


def is_any_misplaced(session: Session) -> bool:
    """Whether a job waits for a moment that it was never meant to wait for; see `set_due`."""
    return session.connection().execute(select(col(Job.id)).where(*_misplaced()).limit(1)).first() is not None


def set_due(session: Session) -> None:
    """Make due what waits only because the clock was set back: a first attempt that was due when it was stored, or
    a later one that would wait longer than the longest pause."""
    session.connection().execute(update(Job).where(*_misplaced()).values(run_at=clock.now()))


def _misplaced() -> tuple[ColumnElement[bool], ...]:
    moment = clock.now()
    return (
        *is_waiting,
        col(Job.run_at) > moment,
        or_(
            col(Job.run_at) <= col(Job.created_at),
            (col(Job.attempts) > 0) & (col(Job.run_at) > moment + LONGEST_WAIT),
        ),
    )
