"""Tables of notifications, and of how far each member's digests reach."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import given_moment, mapping
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

LISTED = text("listed_at IS NOT NULL")
UNREAD = text("listed_at IS NOT NULL AND read_at IS NULL")
READ = text("listed_at IS NOT NULL AND read_at IS NOT NULL")
LIVE = text("deleted_at IS NULL")
WAITING = text("read_at IS NULL AND deleted_at IS NULL")
CAUSE_LENGTH = 120


class NotificationType(StrEnum):
    """What a notification is about."""

    comment = "comment"
    reply = "reply"
    like = "like"
    mention = "mention"
    follow = "follow"
    new_member = "new_member"
    join_request = "join_request"
    level_up = "level_up"
    badge = "badge"
    moderation = "moderation"
    course = "course"
    event = "event"
    message = "message"
    payment = "payment"


class Notification(SQLModel, table=True):
    """Something a member should know of, told once for each `cause`. `group_key` joins those about one subject.

    The latest of a group stands for it in the list: it alone has `listed_at`, and whether it was read is whether the
    group was. One that goes by mail alone, or whose deed was undone, belongs to no group.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        one_of("type", NotificationType),
        UniqueConstraint("cause", "user_id"),
        Index(None, "user_id", "created_at", "id"),
        Index(
            "ix_notifications_group",
            *("user_id", "group_key", "actor_id"),
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(
            "uq_notifications_listed",
            *("user_id", "group_key"),
            unique=True,
            sqlite_where=LISTED,
            postgresql_where=LISTED,
        ),
        Index(
            "ix_notifications_type",
            *("user_id", "type", "listed_at", "id"),
            sqlite_where=LISTED,
            postgresql_where=LISTED,
        ),
        Index("ix_notifications_unread", "user_id", "listed_at", "id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notifications_read", "user_id", "listed_at", "id", sqlite_where=READ, postgresql_where=READ),
        Index("ix_notifications_waiting", "user_id", "post_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    type: NotificationType = choice(NotificationType, NotificationType.comment)
    actor_id: UUID | None = optional_reference("posting_identities.id", "SET NULL")
    actor_name: str = ""
    group_key: str = Field(default="", max_length=CAUSE_LENGTH)
    cause: str = Field(max_length=CAUSE_LENGTH)
    post_id: UUID | None = optional_reference("posts.id", "CASCADE")
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE")
    data: dict[str, Any] = mapping()
    read_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    listed_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class DigestMark(SQLModel, table=True):
    """Up to which moment a member's digests reach, so that each period has one."""

    __tablename__ = "digest_marks"

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False, unique=True)
    until: datetime = given_moment()
