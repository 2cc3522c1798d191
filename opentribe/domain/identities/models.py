"""Tables of posting identities and their keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import HASH_LENGTH, long_text, token_hash
from opentribe.kit.db import moment, optional_moment, optional_reference, primary_key, reference

DEFAULT = text("is_default")


class IdentityBase(SQLModel):
    """What everyone may see of an author. Without a user it is a bot."""

    id: UUID = primary_key()
    name: str = Field(max_length=120, index=True)
    description: str = long_text()
    user_id: UUID | None = optional_reference("users.id", "RESTRICT")
    is_default: bool = False
    image: str | None = None
    created_at: datetime = moment()


class PostingIdentity(IdentityBase, table=True):
    """The author of posts, comments and likes."""

    __tablename__ = "posting_identities"
    __table_args__ = (
        CheckConstraint("NOT is_default OR user_id IS NOT NULL", name="default_has_user"),
        Index("uq_posting_identities_default", "user_id", unique=True, sqlite_where=DEFAULT, postgresql_where=DEFAULT),
        Index(None, "created_at", "id"),
    )

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
