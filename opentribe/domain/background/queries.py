"""Reading how the work in the background stands."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import case, func, tuple_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.background import policy
from opentribe.domain.background.schemas import FailedJob, Gauges
from opentribe.kit import clock
from opentribe.kit.jobs.models import Job
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor


@query
def get_gauges(session: Session, actor: Actor) -> Gauges:
    """How much waits, runs and failed."""
    require(policy.can_look_after(actor))
    moment = clock.now()
    is_due = col(Job.run_at) <= moment
    waiting, due, running, retrying, oldest = session.exec(
        select(  # type: ignore[call-overload]
            func.count(),
            func.count(case((is_due, 1))),
            func.count(case((col(Job.lease_until) > moment, 1))),
            func.count(case((col(Job.attempts) > 0, 1))),
            func.min(col(Job.run_at)),
        ).where(col(Job.done_at).is_(None), col(Job.failed_at).is_(None))
    ).one()
    failed = session.exec(select(func.count()).where(col(Job.failed_at).is_not(None))).one()
    late = max(timedelta(0), moment - oldest) if oldest else timedelta(0)
    return Gauges(
        waiting=waiting,
        due=due,
        running=running,
        retrying=retrying,
        failed=failed,
        oldest_seconds=int(late.total_seconds()),
    )


@query
def list_failed(session: Session, actor: Actor, cursor: str = "") -> Page[FailedJob]:
    """What was given up, the latest first."""
    require(policy.can_look_after(actor))
    found = select(Job).where(col(Job.failed_at).is_not(None))
    if (after := decode_cursor(cursor)) is not None:
        found = found.where(tuple_(col(Job.failed_at), col(Job.id)) < after)
    rows = session.exec(found.order_by(col(Job.failed_at).desc(), col(Job.id).desc()).limit(PAGE_SIZE + 1)).all()
    items = [
        FailedJob(
            id=row.id,
            kind=row.kind,
            title=row.kind.replace("-", " ").capitalize(),
            attempts=row.attempts,
            error=row.last_error or "",
            created_at=row.created_at,
            failed_at=row.failed_at,
        )
        for row in rows[:PAGE_SIZE]
        if row.failed_at is not None
    ]
    more = len(rows) > PAGE_SIZE
    return Page(items=items, next_cursor=encode_cursor(items[-1].failed_at, items[-1].id) if more else "")
