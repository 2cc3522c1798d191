"""Tables of tags, where and how often they are used, and of who was mentioned."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import given_moment, not_negative, sort_key
from opentribe.kit.db import moment, optional_moment, optional_reference, primary_key, reference

NAME_LENGTH = 40


class Tag(SQLModel, table=True):
    """A word that posts are found by, as folded; `key` is without accents too, for looking it up by its beginning."""

    __tablename__ = "tags"
    __table_args__ = (Index(None, "key", "id"),)

    id: UUID = primary_key()
    name: str = Field(max_length=NAME_LENGTH, unique=True)
    key: str = sort_key()
    created_at: datetime = moment()


class SpaceTag(SQLModel, table=True):
    """In how many posts of a space a tag stands: counted by space, since not everybody sees every space."""

    __tablename__ = "space_tags"
    __table_args__ = (UniqueConstraint("tag_id", "space_id"), *not_negative("post_count"))

    id: UUID = primary_key()
    space_id: UUID = reference("spaces.id", "CASCADE")
    tag_id: UUID = reference("tags.id", "CASCADE", index=False)
    post_count: int = 0


class PostTag(SQLModel, table=True):
    """A post that can be read carries a tag. Its space and time are copies, which never change."""

    __tablename__ = "post_tags"
    __table_args__ = (
        UniqueConstraint("post_id", "tag_id"),
        Index(None, "tag_id", "created_at", "post_id"),
        Index(None, "space_id", "tag_id", "created_at", "post_id"),
    )

    id: UUID = primary_key()
    post_id: UUID = reference("posts.id", "CASCADE", index=False)
    tag_id: UUID = reference("tags.id", "CASCADE", index=False)
    space_id: UUID = reference("spaces.id", "CASCADE", index=False)
    created_at: datetime = given_moment()


class Mention(SQLModel, table=True):
    """A member was mentioned in a post or a comment. The row stays when an edit takes the words back, so that putting
    them in again tells nobody twice."""

    __tablename__ = "mentions"
    __table_args__ = (
        CheckConstraint("(post_id IS NULL) <> (comment_id IS NULL)", name="one_target"),
        UniqueConstraint("post_id", "user_id"),
        UniqueConstraint("comment_id", "user_id"),
        Index(None, "user_id", "created_at", "id"),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    post_id: UUID | None = optional_reference("posts.id", "CASCADE", index=False)
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE", index=False)
    created_at: datetime = moment()
    withdrawn_at: datetime | None = optional_moment()
