"""Digests: once a day or a week, at the hour that a member chose where they live, of what they have not read."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from opentribe.domain.members.models import User
from opentribe.domain.members.policy import present
from opentribe.domain.notifications.models import DigestMark, Notification
from opentribe.domain.notifications.schemas import Digest, Preferences, preferences_of
from opentribe.kit import clock
from opentribe.kit.ids import new_id, parse_id
from opentribe.kit.jobs.kinds import Kind, Priority, Task
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.mail.outbox import send_later

AT_ONCE = 200  # members that one job looks at
DIGEST = "digest"  # the letter
PERIODS = {Digest.daily: timedelta(days=1), Digest.weekly: timedelta(weeks=1)}


def due_time(chosen: Preferences, moment: datetime) -> datetime:
    """When the last digest up to `moment` was due, in UTC; weeks begin on Monday."""
    local = moment.astimezone(chosen.place)
    day = local.date()
    if chosen.digest == Digest.weekly:
        day -= timedelta(days=day.weekday())
    due = datetime.combine(day, time(chosen.hour), chosen.place).astimezone(UTC)
    if due > moment:
        earlier = day - PERIODS.get(chosen.digest, timedelta(days=1))
        due = datetime.combine(earlier, time(chosen.hour), chosen.place).astimezone(UTC)
    return due


def send_due(session: Session, after: UUID | None = None) -> UUID | None:
    """Ask for the digests that are due of a piece of the members; gives where the next piece begins, None at the end.

    The mark of how far a member's digests reach and the letter's job are one transaction, so that each period has one.
    """
    moment = clock.now()
    unread = (
        select(func.min(col(Notification.created_at)))
        .where(
            col(Notification.user_id) == User.id,
            col(Notification.created_at) > moment - 2 * PERIODS[Digest.weekly],
            col(Notification.read_at).is_(None),
            col(Notification.deleted_at).is_(None),
        )
        .correlate(User)
        .scalar_subquery()
    )
    found = (
        select(col(User.id), col(User.notification_prefs), col(DigestMark.until), unread)
        .outerjoin(DigestMark, col(DigestMark.user_id) == User.id)
        .where(present(), unread.is_not(None))
        .order_by(col(User.id))
        .limit(AT_ONCE)
    )
    if after is not None:
        found = found.where(col(User.id) > after)
    rows = session.execute(found).all()
    for user_id, stored, until, oldest in rows:
        chosen = preferences_of(stored)
        if chosen.digest in PERIODS:
            _send_one(session, user_id, chosen, until, oldest, moment)
    return rows[-1][0] if len(rows) == AT_ONCE else None


def _send_one(
    session: Session, user_id: UUID, chosen: Preferences, until: datetime | None, oldest: Any, moment: datetime
) -> None:
    due, period = due_time(chosen, moment), PERIODS[chosen.digest]
    # Half a period, so that neither another zone nor another hour brings a second one at once.
    if oldest > due or (until is not None and due - until < period / 2):
        return
    if _mark(session, user_id, due):
        since = max(until, due - period) if until is not None else due - period
        send_later(session, DIGEST, user_id=str(user_id), since=since.isoformat(), until=due.isoformat())


def _mark(session: Session, user_id: UUID, until: datetime) -> bool:
    """Whether this is the first to reach so far."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(DigestMark).values(id=new_id(), user_id=user_id, until=until)
    statement = row.on_conflict_do_update(
        index_elements=["user_id"], set_={"until": row.excluded.until}, where=col(DigestMark.until) < row.excluded.until
    )
    kept = {"preserve_rowcount": True}
    return bool(session.connection().execute(statement, execution_options=kept).rowcount == 1)


def _work(session: Session, task: Task) -> None:
    after = parse_id(task.payload.get("after")) if task.payload.get("after") else None
    if (reached := send_due(session, after)) is not None:
        enqueue(session, DIGESTS, {"after": reached.hex})


DIGESTS = Kind("digests", _work, priority=Priority.low)
