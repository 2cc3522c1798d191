"""Tables of spaces, of who was invited to a secret one or subscribed, and of what each member has read."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text, lower_case, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference


class SpaceVisibility(StrEnum):
    """Who may see a space."""

    public = "public"
    members = "members"
    paid = "paid"
    secret = "secret"


class PostPermission(StrEnum):
    """Who may start posts in a space."""

    everyone = "everyone"
    moderators = "moderators"
    admins = "admins"


class SpaceBase(SQLModel):
    """What those may see of a space who may see it."""

    id: UUID = primary_key()
    name: str
    slug: str = Field(max_length=80, unique=True)
    icon: str = Field(default="", max_length=40)
    description: str = long_text()
    cover_file: str | None = None
    visibility: SpaceVisibility = choice(SpaceVisibility, SpaceVisibility.members)
    post_permission: PostPermission = choice(PostPermission, PostPermission.everyone)
    bots_allowed: bool = True
    required_tier_id: UUID | None = optional_reference("tiers.id", "RESTRICT")
    required_level: int | None = None
    position: int = Field(default=0, index=True)
    post_count: int = 0
    last_post_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    archived_at: datetime | None = optional_moment()


class Space(SpaceBase, table=True):
    """A room for posts."""

    __tablename__ = "spaces"
    __table_args__ = (
        one_of("visibility", SpaceVisibility),
        one_of("post_permission", PostPermission),
        lower_case("slug"),
        *not_negative("position", "post_count", "required_level"),
    )

    created_by: UUID | None = optional_reference("users.id", "SET NULL")
    last_person_post_at: datetime | None = optional_moment()  # for those who hide bots
    updated_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class SpaceMember(SQLModel, table=True):
    """A member who may see a secret space."""

    __tablename__ = "space_members"
    __table_args__ = (UniqueConstraint("user_id", "space_id"),)

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    space_id: UUID = reference("spaces.id", "CASCADE")
    invited_by: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()


class SpaceVisit(SQLModel, table=True):
    """When a member last read a space; what came later is unread."""

    __tablename__ = "space_visits"
    __table_args__ = (UniqueConstraint("user_id", "space_id"),)

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    space_id: UUID = reference("spaces.id", "CASCADE")
    last_visited_at: datetime = moment()


class SpaceSubscription(SQLModel, table=True):
    """An identity wants a space's posts in its own feed."""

    __tablename__ = "space_subscriptions"
    __table_args__ = (UniqueConstraint("posting_identity_id", "space_id"),)

    id: UUID = primary_key()
    posting_identity_id: UUID = reference("posting_identities.id", "CASCADE", index=False)
    space_id: UUID = reference("spaces.id", "CASCADE")
    created_at: datetime = moment()
