"""Deciding what deeds are worth."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.facts import PointRuleChanged
from opentribe.domain.gamification.models import PointRule
from opentribe.domain.gamification.schemas import PointRuleDraft, check
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id


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
