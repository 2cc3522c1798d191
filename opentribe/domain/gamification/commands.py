"""Deciding what deeds are worth, who stands on the boards, and who has the badges of the owner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.awarding import hand_over
from opentribe.domain.gamification.facts import BadgeTaken, PointRuleChanged
from opentribe.domain.gamification.models import Badge, MemberBadge, PointRule
from opentribe.domain.gamification.schemas import BadgeDraft, PointRuleDraft, check
from opentribe.domain.members.models import User
from opentribe.domain.members.policy import visible
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.text import clean

MOST_BADGES = 60


@command
def set_point_rule(session: Session, actor: Actor, draft: PointRuleDraft) -> None:
    """Give so many points for a deed from now on; what was given before stays. Raises Invalid naming the field."""
    require(policy.can_set_rules(actor))
    check(draft)
    insert_if_absent(session, PointRule, id=new_id(), action=draft.action, point_value=0)
    rule = session.exec(select(PointRule).where(col(PointRule.action) == draft.action).with_for_update()).one()
    rule.point_value, rule.daily_cap, rule.updated_at = draft.point_value, draft.daily_cap, clock.now()
    session.add(rule)
    tell(session, PointRuleChanged(rule_id=rule.id))


@command
def stay_off_board(session: Session, actor: Actor, wanted: bool) -> None:
    """Stand on no leaderboard from now on, or on all of them again."""
    require(policy.can_see_own(actor))
    session.connection().execute(update(User).where(col(User.id) == actor.user_id).values(is_unranked=wanted))


@command
def rank_staff(session: Session, actor: Actor, wanted: bool) -> None:
    """Let staff stand on the leaderboards from now on, or leave them out."""
    require(policy.can_set_rules(actor))
    session.connection().execute(update(CommunitySettings).values(ranks_staff=wanted))


@command
def make_badge(session: Session, actor: Actor, draft: BadgeDraft) -> UUID:
    """A badge of the owner's, which nobody has yet. Raises Invalid naming the field."""
    require(policy.can_keep_badges(actor))
    name, icon, description = draft.checked()
    badge = Badge(name=name, icon=icon, description=description)
    if session.exec(select(func.count()).select_from(Badge)).one() >= MOST_BADGES:
        raise Invalid(name=f"There are {MOST_BADGES} badges, which is the most. Remove one first.")
    session.add(badge)
    return badge.id


@command
def remove_badge(session: Session, actor: Actor, badge_id: UUID) -> None:
    """Take a badge of the owner's away from all, for good."""
    badge = session.get(Badge, badge_id, with_for_update=True)
    require(policy.can_change_badge(actor, badge))
    session.delete(badge)


@command
def give_badge(session: Session, actor: Actor, badge_id: UUID, handle: str) -> bool:
    """Give a badge of the owner's to a member; tells whether that is new. Raises Invalid for who is not here."""
    require(policy.can_change_badge(actor, session.get(Badge, badge_id, with_for_update={"key_share": True})))
    return hand_over(session, badge_id, _member(session, actor, handle), actor.user_id)


@command
def take_badge(session: Session, actor: Actor, badge_id: UUID, handle: str) -> bool:
    """Take it back; tells whether they had it."""
    require(policy.can_change_badge(actor, session.get(Badge, badge_id)))
    user_id = _member(session, actor, handle)
    held = delete(MemberBadge).where(col(MemberBadge.badge_id) == badge_id, col(MemberBadge.user_id) == user_id)
    had_it = bool(session.connection().execute(held).rowcount)
    if had_it:
        tell(session, BadgeTaken(user_id=user_id, badge_id=badge_id))
    return had_it


def _member(session: Session, actor: Actor, handle: str) -> UUID:
    username = clean(handle, keep_lines=False).removeprefix("@").lower()
    found = session.exec(select(User.id).where(User.username == username, visible(actor))).first()
    if found is None:
        raise Invalid(handle="Nobody here has this handle. Write it as it stands on their page.")
    return found
