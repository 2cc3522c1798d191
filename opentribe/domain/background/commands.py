"""Deciding about what was given up: another try, or not at all."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.background import policy
from opentribe.kit import clock
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import wake_after


@command
def retry(session: Session, actor: Actor, job_id: UUID) -> None:
    """Try a failed job again from its first attempt, at once."""
    job = session.get(Job, job_id, with_for_update=True)
    require(policy.can_decide(actor, job))
    assert job is not None
    job.failed_at, job.attempts, job.run_at = None, 0, clock.now()
    session.add(job)
    wake_after(session, others=True)


@command
def retry_all(session: Session, actor: Actor) -> int:
    """Try all failed jobs again; gives how many."""
    require(policy.can_look_after(actor))
    again = session.connection().execute(
        update(Job)
        .where(col(Job.failed_at).is_not(None))
        .values(failed_at=None, attempts=0, run_at=clock.now())
        .execution_options(preserve_rowcount=True)
    )
    wake_after(session, others=True)
    return again.rowcount


@command
def discard(session: Session, actor: Actor, job_id: UUID) -> None:
    """Forget a failed job for good."""
    job = session.get(Job, job_id, with_for_update=True)
    require(policy.can_decide(actor, job))
    session.delete(job)
