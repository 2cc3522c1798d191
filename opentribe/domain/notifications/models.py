"""The table of notifications."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import mapping
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

UNREAD = text("read_at IS NULL AND deleted_at IS NULL")


class NotificationType(StrEnum):
    """What a notification is about."""

    comment = "comment"
    reply = "reply"
    like = "like"
    mention = "mention"
    follow = "follow"
    join_request = "join_request"
    level_up = "level_up"
    badge = "badge"
    moderation = "moderation"
    course = "course"
    event = "event"
    message = "message"
    payment = "payment"


class Notification(SQLModel, table=True):
    """Something a member should know of. `group_key` joins those about one subject."""

    __tablename__ = "notifications"
    __table_args__ = (
        one_of("type", NotificationType),
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "group_key"),
        Index("ix_notifications_unread", "user_id", "created_at", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    type: NotificationType = choice(NotificationType, NotificationType.comment)
    actor_id: UUID | None = optional_reference("posting_identities.id", "SET NULL")
    actor_name: str = ""
    group_key: str = Field(default="", max_length=120)
    data: dict[str, Any] = mapping()
    read_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()
