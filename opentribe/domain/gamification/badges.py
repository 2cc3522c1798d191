"""Reading badges and streaks: which there are, and which a member has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.models import Badge, MemberBadge, VisitStreak
from opentribe.domain.gamification.schemas import BadgeCard, HeldBadge, StreakCard
from opentribe.domain.gamification.streaks import lasting
from opentribe.domain.members.models import User
from opentribe.domain.members.policy import present, visible_page
from opentribe.kit import clock


@query
def list_badges(session: Session, actor: Actor) -> list[BadgeCard]:
    """Every badge there is, those of the house first; two statements."""
    require(policy.can_see_badges(actor))
    holders = (
        select(MemberBadge.badge_id, func.count().label("number"), func.max(_is_mine(actor)).label("mine"))
        .join(User, col(User.id) == col(MemberBadge.user_id))
        .where(present())
        .group_by(col(MemberBadge.badge_id))
    )
    held = {badge_id: (number, bool(mine)) for badge_id, number, mine in session.exec(holders)}
    badges = session.exec(select(Badge).order_by(col(Badge.kind).is_(None), col(Badge.created_at), col(Badge.id)))
    return [
        BadgeCard(
            **badge.model_dump(include={"id", "name", "icon", "description"}),
            holder_count=held.get(badge.id, (0, False))[0],
            is_mine=held.get(badge.id, (0, False))[1],
            may_change=bool(policy.can_change_badge(actor, badge)),
        )
        for badge in badges
    ]


@query
def list_badges_of(session: Session, actor: Actor, handle: str) -> list[HeldBadge]:
    """A member's badges, the first one first, in one statement; none of whose page is not to be seen."""
    rows = session.exec(
        select(Badge, MemberBadge.created_at)
        .join(MemberBadge, col(MemberBadge.badge_id) == col(Badge.id))
        .join(User, col(User.id) == col(MemberBadge.user_id))
        .where(User.username == handle.lower(), visible_page(actor))
        .order_by(col(MemberBadge.created_at), col(MemberBadge.id))
    )
    shown = {"id", "name", "icon", "description"}
    return [HeldBadge(**badge.model_dump(include=shown), created_at=moment) for badge, moment in rows]


@query
def get_streak(session: Session, actor: Actor) -> StreakCard:
    """One's own days in a row."""
    require(policy.can_see_own(actor))
    streak = session.exec(select(VisitStreak).where(VisitStreak.user_id == actor.user_id)).first()
    if streak is None:
        return StreakCard()
    return StreakCard(current=lasting(streak, clock.now().date()), longest=streak.longest)


def _is_mine(actor: Actor) -> Any:
    return case((col(MemberBadge.user_id) == actor.user_id, 1), else_=0)
