"""Comparing what members' rows say of their points with the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.gamification.ledger import starts
from opentribe.domain.gamification.models import Period, PointEntry, PointTotal
from opentribe.domain.members.models import User

SHOWN = 20


def differences(session: Session) -> list[str]:
    """A line for each member whose points, or whose total of a month or week, is not the sum of the ledger."""
    summed = func.coalesce(func.sum(PointEntry.amount), 0)
    members = session.exec(
        select(User.username, User.points, summed)
        .outerjoin(PointEntry, col(PointEntry.user_id) == col(User.id))
        .group_by(col(User.id), col(User.username), col(User.points))
        .having(col(User.points) != summed)
        .order_by(User.username)
        .limit(SHOWN)
    ).all()
    lines = [f"@{name} has {points} points; the ledger says {total}." for name, points, total in members]
    wanted: dict[tuple[UUID, Period, date], int] = defaultdict(int)
    entries = session.exec(select(PointEntry.user_id, PointEntry.created_at, PointEntry.amount))
    for user_id, moment, amount in entries:
        for period, day in starts(moment).items():
            wanted[user_id, period, day] += amount
    for kept in session.exec(select(PointTotal)):
        wanted[kept.user_id, kept.period, kept.starts_on] -= kept.points
    off = [(key, amount) for key, amount in wanted.items() if amount]
    for (user_id, period, day), amount in sorted(off, key=str)[:SHOWN]:
        lines.append(f"The {period} from {day} of member {user_id} is off by {amount}.")
    return lines
