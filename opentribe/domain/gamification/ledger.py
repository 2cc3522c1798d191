"""Writing the ledger: a deed that stands has its points once, and one that was undone has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from opentribe.domain.gamification.facts import LevelReached, PointsChanged
from opentribe.domain.gamification.levels import held_levels, position_at
from opentribe.domain.gamification.models import (
    Period,
    PointAction,
    PointEntry,
    PointRule,
    PointTotal,
    ReferenceType,
)
from opentribe.domain.members.models import User
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id

FROM_ONE_MEMBER = 5  # likes a day that score, so that two who like everything of each other gain little


@dataclass(frozen=True, slots=True)
class Deed:
    """What points are given for. `liker` is set for likes: the member behind the identity that likes."""

    action: PointAction
    reference_type: ReferenceType
    reference_id: str
    at: datetime
    liker: UUID | None = None


def lock(session: Session, user_id: UUID) -> User | None:
    """The member whose points may change. Workers take turns from here on: look at the deed only afterwards."""
    return session.get(User, user_id, with_for_update={"key_share": True}, populate_existing=True)


def settle(session: Session, user: User, deed: Deed, *, stands: bool) -> int:
    """Bring the ledger of a locked member into line with how the deed stands; gives the change of their points.

    It may be called any number of times, and in any order.
    """
    lines = _lines(session, user, deed)
    amount = sum(line.amount for line in lines)
    if stands == (amount != 0):
        return 0
    if lines:
        undone = {line.reverses_id for line in lines}
        last = next(line for line in lines if line.id not in undone)
        change, reverses_id, moment = -last.amount, last.id, last.created_at
    else:
        change, reverses_id, moment = _worth(session, user, deed), None, deed.at
    if change == 0:
        return 0
    session.add(
        PointEntry(
            user_id=user.id,
            action=deed.action,
            amount=change,
            reference_type=deed.reference_type,
            reference_id=deed.reference_id,
            reverses_id=reverses_id,
            created_at=moment,
        )
    )
    _add_up(session, user, change, moment)
    tell(session, PointsChanged(user_id=user.id, amount=change, action=deed.action))
    return change


def _lines(session: Session, user: User, deed: Deed) -> list[PointEntry]:
    return list(
        session.exec(
            select(PointEntry)
            .where(
                PointEntry.user_id == user.id,
                PointEntry.action == deed.action,
                PointEntry.reference_type == deed.reference_type,
                PointEntry.reference_id == deed.reference_id,
            )
            .order_by(col(PointEntry.id))
        ).all()
    )


def _worth(session: Session, user: User, deed: Deed) -> int:
    """What the owner gives for it, nothing beyond the cap of its day."""
    rule = session.exec(select(PointRule).where(PointRule.action == deed.action)).first()
    if rule is None or rule.point_value == 0:
        return 0
    if rule.daily_cap is not None and _count_of_day(session, user, deed) >= rule.daily_cap:
        return 0
    if deed.liker and _count_of_day(session, user, deed, by=deed.liker) >= FROM_ONE_MEMBER:
        return 0
    return rule.point_value


def _count_of_day(session: Session, user: User, deed: Deed, by: UUID | None = None) -> int:
    """How many deeds of this kind have points on the day of the deed; `by` one liker alone."""
    begin = datetime.combine(deed.at.astimezone(UTC).date(), datetime.min.time(), UTC)
    standing = func.coalesce(func.sum(case((col(PointEntry.amount) > 0, 1), else_=-1)), 0)
    counted = select(standing).where(
        PointEntry.user_id == user.id,
        PointEntry.action == deed.action,
        col(PointEntry.created_at) >= begin,
        col(PointEntry.created_at) < begin + timedelta(days=1),
    )
    if by is not None:
        counted = counted.where(col(PointEntry.reference_id).endswith(by.hex))
    return int(session.exec(counted).one())


def _add_up(session: Session, user: User, change: int, moment: datetime) -> None:
    """Keep the member's points, level and totals in step with the line just written."""
    levels, points = held_levels(session), user.points + change
    # By the levels of now, whatever the row says: what the owner moved is no deed to celebrate.
    before, reached = position_at(levels, user.points), position_at(levels, points)
    user.points, user.level = points, reached
    session.add(user)
    for period, starts_on in starts(moment).items():
        insert_if_absent(
            session, PointTotal, id=new_id(), user_id=user.id, period=period, starts_on=starts_on, points=0
        )
        session.connection().execute(
            update(PointTotal)
            .where(
                col(PointTotal.user_id) == user.id,
                col(PointTotal.period) == period,
                col(PointTotal.starts_on) == starts_on,
            )
            .values(points=PointTotal.points + change)
        )
    if reached > before:
        level_id = next(level.id for level in levels if level.position == reached)
        tell(session, LevelReached(user_id=user.id, level_id=level_id))


def starts(moment: datetime) -> dict[Period, date]:
    """The first day of the month and of the week that a moment lies in, in UTC."""
    day = moment.astimezone(UTC).date()
    return {Period.month: day.replace(day=1), Period.week: day - timedelta(days=day.weekday())}
