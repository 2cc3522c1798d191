"""Deciding what deeds are worth, which levels there are, who stands on the boards, and who has the owner's badges."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.gamification import levelling, policy
from opentribe.domain.gamification.awarding import hand_over
from opentribe.domain.gamification.facts import BadgeTaken, LevelsChanged, PointRuleChanged
from opentribe.domain.gamification.level_drafts import LevelsDraft
from opentribe.domain.gamification.levels import held_levels
from opentribe.domain.gamification.models import Badge, Level, LevelRevision, MemberBadge, PointRule
from opentribe.domain.gamification.schemas import BadgeDraft, PointRuleDraft, check, check_all
from opentribe.domain.members.models import User
from opentribe.domain.members.policy import visible
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.text import clean

MOST_BADGES = 60

CHANGED_MEANWHILE = "Somebody changed the levels meanwhile. Take over theirs, then make your changes again."


@command
def set_point_rule(session: Session, actor: Actor, draft: PointRuleDraft) -> None:
    """Give so many points for a deed from now on; what was given before stays. Raises Invalid naming the field."""
    require(policy.can_set_rules(actor))
    check(draft)
    _store_rule(session, draft)


@command
def set_point_rules(session: Session, actor: Actor, drafts: Sequence[PointRuleDraft]) -> None:
    """The same for several deeds, all of them or none. Raises Invalid naming each field with its deed."""
    require(policy.can_set_rules(actor))
    check_all(drafts)
    for draft in sorted(drafts, key=lambda draft: draft.action):  # in one order, so that no two wait for each other
        _store_rule(session, draft)


def _store_rule(session: Session, draft: PointRuleDraft) -> None:
    insert_if_absent(session, PointRule, id=new_id(), action=draft.action, point_value=0)
    rule = session.exec(select(PointRule).where(col(PointRule.action) == draft.action).with_for_update()).one()
    if (rule.point_value, rule.daily_cap) == (draft.point_value, draft.daily_cap):
        return
    rule.point_value, rule.daily_cap, rule.updated_at = draft.point_value, draft.daily_cap, clock.now()
    session.add(rule)
    tell(session, PointRuleChanged(rule_id=rule.id))


@command
def set_levels(session: Session, actor: Actor, draft: LevelsDraft) -> None:
    """Have these levels. When thresholds move, members get theirs in the background, and nobody is celebrated for it.

    Raises Invalid naming field and row, and Conflict when the levels are no longer those that one began from.
    """
    require(policy.can_set_rules(actor))
    wanted = draft.checked()
    newest = session.exec(select(LevelRevision).order_by(col(LevelRevision.number).desc()).limit(1)).first()
    version = newest.number if newest is not None else 0
    mine = {"id": new_id(), "number": version + 1, "member_count": 0, "done_count": 0, "created_at": clock.now()}
    if draft.version != version or not insert_if_absent(session, LevelRevision, **mine, finished_at=clock.now()):
        raise Conflict(CHANGED_MEANWHILE)
    held = held_levels(session)
    known = {level.id for level in held}
    # All at once and anew: no number or threshold may stand twice even for a moment.
    session.connection().execute(delete(Level))
    for position, level in enumerate(wanted, 1):
        level_id = level.id if level.id is not None and level.id in known else new_id()
        known.discard(level_id)
        session.add(
            Level(id=level_id, name=level.name, threshold=level.threshold, position=position, color=level.color)
        )
    session.flush()
    revision = session.exec(select(LevelRevision).where(LevelRevision.number == version + 1)).one()
    is_unfinished = newest is not None and newest.finished_at is None
    if is_unfinished or [level.threshold for level in held] != [level.threshold for level in wanted]:
        levelling.begin(session, revision)
    tell(session, LevelsChanged(revision_id=revision.id))


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
