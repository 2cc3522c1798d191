"""Writing notifications: one for each who is told of a deed, taken back when it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, or_, select, true, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.notifications.audience import Recipient
from opentribe.domain.notifications.facts import NotificationsChanged
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.schemas import Digest, preferences_of
from opentribe.kit import clock
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.mail.outbox import send_later

NO_GROUP = ""
SINGLE = "notification"  # the letter about one of them


@dataclass(frozen=True, slots=True)
class Deed:
    """What is told: each member hears of one `cause` once."""

    type: NotificationType
    cause: str
    group_key: str
    doer: PostingIdentity | None = None
    post_id: UUID | None = None
    comment_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)


def tell_of(session: Session, deed: Deed, told: Sequence[Recipient]) -> None:
    """Write a notification for each, which stands for its group from now on; two statements however many they are."""
    rows, listed = [], []
    moment = clock.now()
    for user_id, stored in told:
        chosen = preferences_of(stored)
        in_app, by_mail = chosen.in_app(deed.type), chosen.by_mail(deed.type)
        row_id = new_id()
        if not (in_app or by_mail):
            continue
        if in_app:
            listed.append(user_id)
        if by_mail and chosen.digest == Digest.immediate:
            send_later(session, SINGLE, user_id=str(user_id), notification_id=str(row_id))
        rows.append(
            {
                "id": row_id,
                "user_id": user_id,
                "type": deed.type,
                "actor_id": deed.doer.id if deed.doer else None,
                "actor_name": deed.doer.name if deed.doer else "",
                "group_key": deed.group_key if in_app else NO_GROUP,
                "cause": deed.cause,
                "post_id": deed.post_id,
                "comment_id": deed.comment_id,
                "data": deed.data,
                "created_at": moment,
                "listed_at": moment if in_app else None,
            }
        )
    if not rows:
        return
    if listed:
        _unlist(session, col(Notification.group_key) == deed.group_key, col(Notification.user_id).in_(listed))
    session.connection().execute(insert(Notification), rows)
    _say(session, listed)


def withdraw(session: Session, which: ColumnElement[bool]) -> None:
    """Take back what was told of a deed that was undone; what was told before stands for its group again."""
    live = and_(which, col(Notification.deleted_at).is_(None))
    found = session.execute(select(Notification.user_id, Notification.group_key).where(live)).all()  # type: ignore[call-overload]
    if not found:
        return
    users = select(col(Notification.user_id)).where(which)
    session.connection().execute(delete(Notification).where(live, col(Notification.group_key) == NO_GROUP))
    gone = {"deleted_at": clock.now(), "listed_at": None, "group_key": NO_GROUP}
    session.connection().execute(update(Notification).where(live).values(**gone))
    for group_key in sorted({row.group_key for row in found} - {NO_GROUP}):
        relist(session, group_key, users)
    _say(session, sorted({row.user_id for row in found}))


def tell_again(session: Session, cause: str, group_key: str, user_id: UUID | None = None) -> bool:
    """Bring back what was withdrawn, as read or unread as it was, of one member or all; False when there is nothing."""
    withdrawn = and_(
        col(Notification.cause) == cause,
        col(Notification.group_key) == NO_GROUP,
        col(Notification.deleted_at).is_not(None),
        true() if user_id is None else col(Notification.user_id) == user_id,
    )
    users = session.execute(select(col(Notification.user_id)).where(withdrawn)).scalars().all()
    if not users:
        return False
    session.connection().execute(update(Notification).where(withdrawn).values(group_key=group_key, deleted_at=None))
    relist(session, group_key, users)
    _say(session, users)
    return True


def relist(session: Session, group_key: str, users: Select[Any] | Sequence[UUID]) -> None:
    """Let the latest of a group stand for it, with each of these members; two statements."""
    later = aliased(Notification)
    mine = and_(col(Notification.group_key) == group_key, col(Notification.user_id).in_(users))
    _unlist(session, mine)
    is_followed = exists().where(
        col(later.user_id) == Notification.user_id,
        col(later.group_key) == group_key,
        col(later.deleted_at).is_(None),
        or_(
            col(later.created_at) > Notification.created_at,
            and_(col(later.created_at) == Notification.created_at, col(later.id) > Notification.id),
        ),
    )
    session.connection().execute(
        update(Notification)
        .where(mine, col(Notification.deleted_at).is_(None), ~is_followed)
        .values(listed_at=Notification.created_at)
    )


def _unlist(session: Session, *which: ColumnElement[bool]) -> None:
    session.connection().execute(
        update(Notification).where(*which, col(Notification.listed_at).is_not(None)).values(listed_at=None)
    )


def _say(session: Session, users: Sequence[UUID]) -> None:
    for user_id in users:
        tell(session, NotificationsChanged(user_id=user_id))
