"""Reading points: one's own, where they come from, and what deeds are worth."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.models import PointAction, PointEntry, PointRule
from opentribe.domain.gamification.schemas import PointLine, PointRuleCard, PointShare, PointSummary
from opentribe.domain.members.models import User
from opentribe.kit.errors import Invalid
from opentribe.kit.ids import parse_id
from opentribe.kit.paging import PAGE_SIZE, Page


@query
def get_points(session: Session, actor: Actor) -> PointSummary:
    """One's own points and what brought them."""
    require(policy.can_see_own(actor))
    points, level = session.exec(select(User.points, User.level).where(User.id == actor.user_id)).one()
    brought = func.sum(PointEntry.amount)
    rows = session.exec(
        select(PointEntry.action, brought)
        .where(PointEntry.user_id == actor.user_id)
        .group_by(col(PointEntry.action))
        .having(brought != 0)
        .order_by(brought.desc(), col(PointEntry.action))
    ).all()
    shares = [PointShare(action=PointAction(action), points=amount) for action, amount in rows]
    return PointSummary(total=points, level=level, shares=shares)


@query
def list_points(session: Session, actor: Actor, cursor: str = "") -> Page[PointLine]:
    """One's own ledger, what was written last first. Raises Invalid for a cursor that is none."""
    require(policy.can_see_own(actor))
    found = select(PointEntry).where(PointEntry.user_id == actor.user_id)
    if cursor:
        found = found.where(col(PointEntry.id) < _place(cursor))
    rows = session.exec(found.order_by(col(PointEntry.id).desc()).limit(PAGE_SIZE + 1)).all()
    items = [
        PointLine(
            id=row.id,
            action=row.action,
            amount=row.amount,
            is_taken_back=row.amount < 0 and row.reverses_id is not None,
            created_at=row.created_at,
        )
        for row in rows[:PAGE_SIZE]
    ]
    return Page(items=items, next_cursor=items[-1].id.hex if len(rows) > PAGE_SIZE else "")


@query
def list_point_rules(session: Session, actor: Actor) -> list[PointRuleCard]:
    """What each deed is worth, for the owner."""
    require(policy.can_set_rules(actor))
    held = {rule.action: rule for rule in session.exec(select(PointRule)).all()}
    return [
        PointRuleCard(action=action, point_value=rule.point_value, daily_cap=rule.daily_cap)
        for action in PointAction
        if (rule := held.get(action)) is not None
    ]


def _place(cursor: str) -> UUID:
    place = parse_id(cursor)
    if place is None:
        raise Invalid(cursor="This list has moved on. Reload it from the top.")
    return place
