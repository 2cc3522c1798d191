"""Marking notifications read or unread, putting them away and back, and choosing what to hear of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, literal, select, update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.mail.models import MailOptOut
from opentribe.domain.members.models import User
from opentribe.domain.notifications import policy
from opentribe.domain.notifications.facts import NotificationsChanged
from opentribe.domain.notifications.models import Notification
from opentribe.domain.notifications.schemas import TOPIC, Digest, Preferences
from opentribe.domain.notifications.telling import NO_GROUP, relist
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.facts import tell
from opentribe.kit.turns import take_turns


@command
def mark_read(session: Session, actor: Actor, notification_id: UUID) -> None:
    """All that its line stands for is read. Raises NotFound for another member's."""
    row = _own_row(session, actor, notification_id)
    _change(session, row.user_id, _group(row) & col(Notification.read_at).is_(None), read_at=clock.now())


@command
def mark_unread(session: Session, actor: Actor, notification_id: UUID) -> None:
    """Its line waits for its reader again. Raises NotFound for another member's."""
    row = _own_row(session, actor, notification_id)
    _change(session, row.user_id, _group(row) & col(Notification.listed_at).is_not(None), read_at=None)


@command
def mark_all_read(session: Session, actor: Actor) -> None:
    """Nothing is unread any more."""
    require(policy.can_read(actor))
    assert actor.user_id is not None
    unread = (col(Notification.user_id) == actor.user_id) & col(Notification.read_at).is_(None)
    _change(session, actor.user_id, unread & col(Notification.deleted_at).is_(None), read_at=clock.now())


@staged
def mark_post_read(database: Database, actor: Actor, post_id: UUID) -> None:
    """Who opens a post has read what they were told of it until now. Nothing is written when nothing waits."""
    require(policy.can_read(actor))
    assert actor.user_id is not None
    moment = clock.now()
    waiting = and_(
        col(Notification.user_id) == actor.user_id,
        col(Notification.post_id) == post_id,
        col(Notification.read_at).is_(None),
        col(Notification.deleted_at).is_(None),
        col(Notification.created_at) <= moment,
    )
    with database.read() as session:
        if session.execute(select(col(Notification.id)).where(waiting).limit(1)).first() is None:
            return
    with database.write() as session:
        _change(session, actor.user_id, waiting, read_at=moment)


@command
def delete_notification(session: Session, actor: Actor, notification_id: UUID) -> None:
    """Take its line out of the list, with all that it stands for. Raises NotFound for another member's."""
    row = _own_row(session, actor, notification_id)
    _change(session, row.user_id, _group(row), deleted_at=clock.now(), listed_at=None)


@command
def restore_notification(session: Session, actor: Actor, notification_id: UUID) -> None:
    """Undo that. Raises NotFound for another member's."""
    row = _own_row(session, actor, notification_id)
    if row.deleted_at is None or row.group_key == NO_GROUP:
        return
    take_turns(session, row.group_key)
    together = (
        col(Notification.user_id) == row.user_id,
        col(Notification.group_key) == row.group_key,
        col(Notification.deleted_at) == row.deleted_at,
    )
    session.connection().execute(update(Notification).where(*together).values(deleted_at=None))
    relist(session, row.group_key, [row.user_id])
    tell(session, NotificationsChanged(user_id=row.user_id))


@command
def set_preferences(session: Session, actor: Actor, chosen: Preferences) -> None:
    """Hear of this from now on; what was told before stays."""
    require(policy.can_read(actor))
    stored = chosen.model_dump(mode="json")
    if chosen.digest != Digest.off:  # whoever ended them by a link in a letter wants them again
        mine = (col(MailOptOut.user_id) == actor.user_id, col(MailOptOut.topic) == TOPIC)
        session.connection().execute(delete(MailOptOut).where(*mine))
    session.connection().execute(update(User).where(col(User.id) == actor.user_id).values(notification_prefs=stored))


def _own_row(session: Session, actor: Actor, notification_id: UUID) -> Notification:
    row = session.get(Notification, notification_id)
    require(policy.can_change(actor, row))
    assert row is not None
    return row


def _group(row: Notification) -> ColumnElement[bool]:
    """The condition on all that a line stands for; what was withdrawn meanwhile stands for nothing."""
    return and_(
        literal(row.group_key) != NO_GROUP,
        col(Notification.user_id) == row.user_id,
        col(Notification.group_key) == row.group_key,
        col(Notification.deleted_at).is_(None),
    )


def _change(session: Session, user_id: UUID, which: ColumnElement[bool], **values: Any) -> None:
    """Pages hear of it when there was something to change."""
    if session.connection().execute(update(Notification).where(which).values(**values)).rowcount:
        tell(session, NotificationsChanged(user_id=user_id))
