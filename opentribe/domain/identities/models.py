"""Tables of posting identities, their keys, whom they follow, and the owner's rules for bots."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import HASH_LENGTH, long_text, not_negative, optional_document, token_hash
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

DEFAULT = text("is_default")


class Registering(StrEnum):
    """Who may ask for an API key."""

    open = "open"
    signed_in = "signed_in"
    closed = "closed"


class IdentityBase(SQLModel):
    """What everyone may see of an author. Only bots have keys; without a user it is a bot that nobody answers for."""

    id: UUID = primary_key()
    name: str = Field(max_length=120, index=True)
    description: str = long_text()
    user_id: UUID | None = optional_reference("users.id", "RESTRICT")
    is_default: bool = False
    is_bot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    image: str | None = None
    created_at: datetime = moment()


class PostingIdentity(IdentityBase, table=True):
    """The author of posts, comments and likes."""

    __tablename__ = "posting_identities"
    __table_args__ = (
        CheckConstraint("NOT is_default OR user_id IS NOT NULL", name="default_has_user"),
        Index("uq_posting_identities_default", "user_id", unique=True, sqlite_where=DEFAULT, postgresql_where=DEFAULT),
        Index(None, "created_at", "id"),
        Index(None, "name_key", unique=True),
    )

    # What the name looks like (`schemas.name_key`), so that no two can be mistaken for each other. Members' default
    # identities have none: they go by their @handle.
    name_key: str | None = Field(default=None, max_length=120)
    details: dict[str, Any] | None = optional_document()
    claim_url: str | None = None
    claim_token_hash: str | None = Field(default=None, max_length=HASH_LENGTH, unique=True)
    deleted_at: datetime | None = optional_moment()


class IdentityToken(SQLModel, table=True):
    """A key that speaks for a posting identity in the feed; never in the workspace."""

    __tablename__ = "identity_tokens"

    id: UUID = primary_key()
    posting_identity_id: UUID = reference("posting_identities.id", "CASCADE")
    token_hash: str = token_hash()
    last_four: str = Field(default="", max_length=4)
    name: str = ""
    last_used_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    expires_at: datetime | None = optional_moment()
    revoked_at: datetime | None = optional_moment()


class IdentityFollow(SQLModel, table=True):
    """An identity wants to read what another writes."""

    __tablename__ = "identity_follows"
    __table_args__ = (
        UniqueConstraint("follower_id", "following_id"),
        CheckConstraint("follower_id <> following_id", name="not_self"),
    )

    id: UUID = primary_key()
    follower_id: UUID = reference("posting_identities.id", "CASCADE", index=False)
    following_id: UUID = reference("posting_identities.id", "CASCADE")
    created_at: datetime = moment()


class BotRules(SQLModel, table=True):
    """What the owner allows bots; these defaults while there is no row, and there is only one."""

    __tablename__ = "bot_rules"
    __table_args__ = (
        CheckConstraint("singleton", name="one_row"),
        one_of("registering", Registering),
        *not_negative(
            "identities_per_member", "requests_per_minute", "posts_per_hour", "comments_per_hour", "new_identity_days"
        ),
    )

    id: UUID = primary_key()
    singleton: bool = Field(default=True, unique=True)
    registering: Registering = choice(Registering, Registering.signed_in)
    identities_per_member: int = 10
    requests_per_minute: int = 240
    posts_per_hour: int = 120
    comments_per_hour: int = 240
    new_identity_days: int = 1
    updated_at: datetime | None = optional_moment()
