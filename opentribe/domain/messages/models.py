"""Tables of direct messages between members; chats with agents are in the workspace."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text
from opentribe.kit.db import moment, optional_moment, optional_reference, primary_key, reference


class Conversation(SQLModel, table=True):
    """A conversation between members. `pair_key` (both ids, sorted) keeps two people to one; a group has none."""

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "last_message_at", "id"),)

    id: UUID = primary_key()
    title: str = ""
    pair_key: str | None = Field(default=None, max_length=80, unique=True)
    last_message_at: datetime | None = optional_moment()
    last_message_preview: str = ""
    created_by: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()


class ConversationParticipant(SQLModel, table=True):
    """A member of a conversation, and how far they have read."""

    __tablename__ = "conversation_participants"
    __table_args__ = (UniqueConstraint("user_id", "conversation_id"),)

    id: UUID = primary_key()
    conversation_id: UUID = reference("conversations.id", "CASCADE")
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    last_read_at: datetime | None = optional_moment()
    muted_at: datetime | None = optional_moment()
    left_at: datetime | None = optional_moment()
    created_at: datetime = moment()


class Message(SQLModel, table=True):
    """A direct message. The sender's name is a copy, so that it outlives the sender."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("sender_id", "submission_key"),
        Index(None, "conversation_id", "created_at", "id"),
    )

    id: UUID = primary_key()
    conversation_id: UUID = reference("conversations.id", "CASCADE", index=False)
    sender_id: UUID | None = optional_reference("users.id", "SET NULL", index=False)
    sender_name: str = ""
    sender_image: str | None = None
    content: str = long_text()
    content_html: str = long_text()
    renderer_version: int = 1
    submission_key: str | None = Field(default=None, max_length=80)
    created_at: datetime = moment()
    edited_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()
