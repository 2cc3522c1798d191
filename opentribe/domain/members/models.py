"""Tables of members and of what lies between two of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, Index, UniqueConstraint, delete, event, false, inspect, text
from sqlmodel import Field, SQLModel

from opentribe.domain.access.actor import Role
from opentribe.kit.columns import KEY_LENGTH, long_text, lower_case, mapping, not_negative, optional_text, sort_key
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference
from opentribe.kit.ids import new_id
from opentribe.kit.text import fold

# Members who stand on no leaderboard. In these very words in statements too: only so the index is used.
UNLISTED = text("deleted_at IS NOT NULL OR banned_at IS NOT NULL OR visibility = 'private' OR is_unranked")
OFF_BOARD = ("points", "id", "deleted_at", "banned_at", "visibility", "is_unranked")  # all that counting them reads
MOST_KEYS = 6  # words of a name that it is found by


class MemberVisibility(StrEnum):
    """Who may look at a profile."""

    public = "public"
    private = "private"


class Plan(StrEnum):
    """What a member or an organization has booked of the workspace."""

    free = "free"
    pro = "pro"
    enterprise = "enterprise"


class MemberBase(SQLModel):
    """What others may see of a member whose profile they may see."""

    id: UUID = primary_key()
    name: str
    username: str = Field(max_length=40, unique=True)
    image: str | None = None
    bio: str = long_text()
    visibility: MemberVisibility = choice(MemberVisibility, MemberVisibility.public)
    role: Role = choice(Role, Role.member)
    points: int = 0
    level: int = 1
    created_at: datetime = moment()
    last_seen_at: datetime | None = optional_moment(index=True)


class User(MemberBase, table=True):
    """A member. It knows its account only by `auth_id`, empty for one who was imported or has left."""

    __tablename__ = "users"
    __table_args__ = (
        one_of("visibility", MemberVisibility),
        one_of("role", Role),
        one_of("plan", Plan),
        lower_case("username"),
        CheckConstraint("level >= 1", name="level_positive"),
        *not_negative("points", "credits"),
        Index(None, "role"),
        Index(None, "points", "id"),
        Index("ix_users_unlisted", *OFF_BOARD, sqlite_where=UNLISTED, postgresql_where=UNLISTED),
        Index(None, "created_at", "id"),
    )

    auth_id: UUID | None = optional_reference("accounts.id", "SET NULL", unique=True)
    email: str | None = Field(default=None, max_length=254, index=True)
    avatar_file: str | None = None
    notification_prefs: dict[str, Any] = mapping()
    hides_bots: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_unranked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    credits: int = 0
    plan: Plan = choice(Plan, Plan.free)
    referrer_id: UUID | None = optional_reference("users.id", "SET NULL")
    # GitHub's tokens are encrypted before they are stored here.
    github_access_token: str | None = optional_text()
    github_refresh_token: str | None = optional_text()
    github_token_expires_at: datetime | None = optional_moment()
    github_scopes: str | None = None
    stripe_customer_id: str | None = Field(default=None, max_length=255, unique=True)
    suspended_until: datetime | None = optional_moment()
    banned_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class NameKey(SQLModel, table=True):
    """What a member is found by as one types: the handle, and the name from each of its words on, folded."""

    __tablename__ = "name_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"), Index(None, "key", "user_id"))

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    key: str = sort_key()


def name_keys(name: str, username: str) -> set[str]:
    """`ada king` and `king`, and the handle."""
    words = fold(name).split()
    return {username, *(" ".join(words[start:])[:KEY_LENGTH] for start in range(min(len(words), MOST_KEYS)))}


@event.listens_for(User, "after_insert")
@event.listens_for(User, "after_update")
def _keep_keys(_mapper: Any, connection: Connection, user: User) -> None:
    """Whatever changes a name, the keys follow in the same transaction."""
    changed = inspect(user).attrs
    if not (changed.name.history.has_changes() or changed.username.history.has_changes()):
        return
    connection.execute(delete(NameKey).where(NameKey.user_id == user.id))  # type: ignore[arg-type]
    keys = sorted(name_keys(user.name, user.username))
    connection.execute(NameKey.__table__.insert(), [{"id": new_id(), "user_id": user.id, "key": key} for key in keys])  # type: ignore[attr-defined]


class Follow(SQLModel, table=True):
    """A member wants to read what another writes."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("follower_id", "following_id"),
        CheckConstraint("follower_id <> following_id", name="not_self"),
        Index(None, "follower_id", "created_at", "id"),
        Index(None, "following_id", "created_at", "id"),
    )

    id: UUID = primary_key()
    follower_id: UUID = reference("users.id", "CASCADE", index=False)
    following_id: UUID = reference("users.id", "CASCADE", index=False)
    created_at: datetime = moment()


class Block(SQLModel, table=True):
    """A member wants nothing of another; it holds in both directions."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("blocker_id", "blocked_id"),
        CheckConstraint("blocker_id <> blocked_id", name="not_self"),
    )

    id: UUID = primary_key()
    blocker_id: UUID = reference("users.id", "CASCADE", index=False)
    blocked_id: UUID = reference("users.id", "CASCADE")
    created_at: datetime = moment()
