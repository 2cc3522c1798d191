"""Tables of agents and the chats with them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import listing, long_text, lower_case, mapping, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference
from opentribe.kit.ids import new_id


class AgentType(StrEnum):
    """What an agent is for."""

    assistant = "assistant"
    coder = "coder"


class MessageRole(StrEnum):
    """Who speaks in a chat."""

    system = "system"
    user = "user"
    assistant = "assistant"
    tool = "tool"


class Agent(SQLModel, table=True):
    """An agent one can chat with. It is no posting identity: it says nothing in the feed."""

    __tablename__ = "agents"
    __table_args__ = (one_of("agent_type", AgentType), lower_case("slug"), Index(None, "position"))

    id: UUID = primary_key()
    slug: str = Field(max_length=80, unique=True)
    name: str
    description: str = long_text()
    system_prompt: str = long_text()
    model_id: str | None = None
    tools: list[str] = listing()
    position: int = 0
    is_default: bool = False
    requires_github: bool = False
    requires_repo: bool = False
    supports_tools: bool = False
    agent_type: AgentType = choice(AgentType, AgentType.assistant)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()


def _chat_id() -> str:
    return str(new_id())


class Thread(SQLModel, table=True):
    """A chat with an agent: its member's own, or shared with the organization."""

    __tablename__ = "threads"
    __table_args__ = (Index(None, "user_id", "updated_at"),)

    id: UUID = primary_key()
    chat_id: str = Field(default_factory=_chat_id, max_length=80, unique=True)
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    organization_id: UUID | None = optional_reference("organizations.id", "CASCADE")
    project_id: UUID | None = optional_reference("projects.id", "CASCADE")
    agent_id: UUID | None = optional_reference("agents.id", "SET NULL")
    title: str = ""
    details: dict[str, Any] = mapping()
    is_archived: bool = False
    is_shared: bool = False
    created_at: datetime = moment()
    updated_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()


class ThreadMessage(SQLModel, table=True):
    """What was said in a chat, by its member or by the agent on the member's behalf."""

    __tablename__ = "thread_messages"
    __table_args__ = (
        one_of("role", MessageRole),
        UniqueConstraint("thread_id", "client_id"),
        Index(None, "thread_id", "created_at", "id"),
        *not_negative("input_tokens", "output_tokens", "cost_micros"),
    )

    id: UUID = primary_key()
    thread_id: UUID = reference("threads.id", "CASCADE", index=False)
    user_id: UUID | None = optional_reference("users.id", "SET NULL")
    client_id: str | None = Field(default=None, max_length=80)
    role: MessageRole = choice(MessageRole, MessageRole.user)
    content: str = long_text()
    content_html: str = long_text()
    renderer_version: int = 1
    tool_invocations: list[dict[str, Any]] = listing()
    parts: list[dict[str, Any]] = listing()
    annotations: list[dict[str, Any]] = listing()
    finish_reason: str | None = Field(default=None, max_length=40)
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_micros: int | None = None  # millionths of a US dollar
    created_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()


class MessageEmbedding(SQLModel, table=True):
    """The meaning of a chat message: vectors of float32, little-endian, `dimensions` numbers each.

    Thread, organization and member are copies of the message's, so that a search filters without a join.
    """

    __tablename__ = "message_embeddings"
    __table_args__ = (CheckConstraint("dimensions > 0", name="dimensions_positive"),)

    id: UUID = primary_key()
    message_id: UUID = reference("thread_messages.id", "CASCADE", unique=True)
    thread_id: UUID = reference("threads.id", "CASCADE")
    organization_id: UUID | None = optional_reference("organizations.id", "CASCADE")
    user_id: UUID = reference("users.id", "CASCADE")
    model: str = Field(max_length=120)
    dimensions: int
    content_embedding: bytes
    tool_embedding: bytes | None = None
    created_at: datetime = moment()
