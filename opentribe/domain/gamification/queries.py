"""Reading points: one's own, where they come from, and what deeds are worth."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.level_drafts import HeldLevel, LevelCard, LevelsForm, Releveling
from opentribe.domain.gamification.levels import DEFAULT_LEVELS, held_levels, ink_on
from opentribe.domain.gamification.models import LevelRevision, PointAction, PointEntry, PointRule
from opentribe.domain.gamification.places import places_of
from opentribe.domain.gamification.schemas import SCORED, PointLine, PointRuleCard, PointShare, PointSummary
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
    levels = held_levels(session)
    here = next((each for each in levels if each.position == level), None)
    above = next((each for each in levels if each.threshold > points), None)
    return PointSummary(
        total=points,
        level=level,
        shares=shares,
        level_name=here.name if here else "",
        floor=max((each.threshold for each in levels if each.threshold <= points), default=0),
        next_name=above.name if above else "",
        ceiling=above.threshold if above else 0,
    )


@query
def list_points(session: Session, actor: Actor, cursor: str = "") -> Page[PointLine]:
    """One's own ledger, what was written last first; three statements. Raises Invalid for a cursor that is none."""
    require(policy.can_see_own(actor))
    found = select(PointEntry).where(PointEntry.user_id == actor.user_id)
    if cursor:
        found = found.where(col(PointEntry.id) < _place(cursor))
    rows = session.exec(found.order_by(col(PointEntry.id).desc()).limit(PAGE_SIZE + 1)).all()
    places = places_of(session, actor, rows[:PAGE_SIZE])
    items = [
        PointLine(
            id=row.id,
            action=row.action,
            amount=row.amount,
            is_taken_back=row.amount < 0 and row.reverses_id is not None,
            created_at=row.created_at,
            **places.get(row.id, {}),
        )
        for row in rows[:PAGE_SIZE]
    ]
    return Page(items=items, next_cursor=items[-1].id.hex if len(rows) > PAGE_SIZE else "")


@query
def list_deeds(session: Session, actor: Actor) -> list[PointRuleCard]:
    """What gives points just now, for everybody."""
    return [rule for rule in _rules(session) if rule.point_value and rule.daily_cap != 0]


@query
def list_point_rules(session: Session, actor: Actor) -> list[PointRuleCard]:
    """What each deed is worth, for the owner."""
    require(policy.can_set_rules(actor))
    return _rules(session)


def _rules(session: Session) -> list[PointRuleCard]:
    held = {rule.action: rule for rule in session.exec(select(PointRule)).all()}
    return [
        PointRuleCard(action=action, point_value=rule.point_value, daily_cap=rule.daily_cap)
        for action in SCORED
        if (rule := held.get(action)) is not None
    ]


@query
def list_levels(session: Session, actor: Actor) -> list[LevelCard]:
    """All levels, the first one first; open to visitors, who see them beside names."""
    return [
        LevelCard(name=level.name, threshold=level.threshold, color=level.color, ink=ink_on(level.color))
        for level in held_levels(session)
    ]


@query
def get_levels_form(session: Session, actor: Actor) -> LevelsForm:
    """The levels for who may change them."""
    require(policy.can_set_rules(actor))
    version = session.exec(select(func.coalesce(func.max(LevelRevision.number), 0))).one()
    levels = [
        HeldLevel(id=level.id.hex, name=level.name, threshold=level.threshold, color=level.color)
        for level in held_levels(session)
    ]
    return LevelsForm(version=version, levels=levels)


@query
def list_default_levels(session: Session, actor: Actor) -> list[HeldLevel]:
    """What a community begins with, to go back to."""
    require(policy.can_set_rules(actor))
    return [HeldLevel(name=name, threshold=threshold, color=color) for name, threshold, color in DEFAULT_LEVELS]


@query
def get_releveling(session: Session, actor: Actor) -> Releveling:
    """How far members have been given their level by the thresholds of now."""
    require(policy.can_set_rules(actor))
    newest = session.exec(select(LevelRevision).order_by(col(LevelRevision.number).desc()).limit(1)).first()
    if newest is None:
        return Releveling()
    return Releveling(
        member_count=newest.member_count, done_count=newest.done_count, is_running=newest.finished_at is None
    )


def _place(cursor: str) -> UUID:
    place = parse_id(cursor)
    if place is None:
        raise Invalid(cursor="This list has moved on. Reload it from the top.")
    return place
