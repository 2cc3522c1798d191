"""Days in a row on which a member was here, in UTC."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, select

from opentribe.domain.gamification.models import VisitStreak
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id

A_DAY = timedelta(days=1)


def note_visit(session: Session, user_id: UUID, day: date) -> VisitStreak:
    """Count a day in, once, however often and late it is told; a day from before the present streak counts no more."""
    insert_if_absent(session, VisitStreak, id=new_id(), user_id=user_id, began_on=day, last_on=day, longest=1)
    streak = session.exec(select(VisitStreak).where(VisitStreak.user_id == user_id).with_for_update()).one()
    if day == streak.last_on + A_DAY:
        streak.last_on = day
    elif day > streak.last_on:
        streak.began_on = streak.last_on = day
    elif day == streak.began_on - A_DAY:  # told late
        streak.began_on = day
    streak.longest = max(streak.longest, length(streak))
    session.add(streak)
    return streak


def length(streak: VisitStreak) -> int:
    """Its days."""
    return (streak.last_on - streak.began_on).days + 1


def lasting(streak: VisitStreak, today: date) -> int:
    """Its days while it goes on: today may still be to come, after a day without a visit it is over."""
    return length(streak) if streak.last_on >= today - A_DAY else 0
