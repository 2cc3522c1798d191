"""Tables of posts, comments and likes, whose author is always a posting identity."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

PINNED = text("pinned_at IS NOT NULL")
# The first level. SQLite would look `parent_id IS NULL` up in the index of replies, over all posts; this it does not.
TOP = text("NOT (parent_id IS NOT NULL)")
KEY_LENGTH = 80
MOST_PINNED = 3  # in a space


class PostBase(SQLModel):
    """What a feed shows of a post. Name and image of the author are copies, refreshed when they change."""

    id: UUID = primary_key()
    space_id: UUID = reference("spaces.id", "RESTRICT", index=False)
    posting_identity_id: UUID = reference("posting_identities.id", "RESTRICT", index=False)
    title: str = ""
    excerpt_html: str = long_text()
    is_whole: bool = True
    author_name: str
    author_image: str | None = None
    author_is_bot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    like_count: int = 0
    comment_count: int = 0
    pinned_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    edited_at: datetime | None = optional_moment()


class PostText(PostBase):
    """What a post's own page shows: the feed's columns and the whole text."""

    content: str = long_text()
    content_html: str = long_text()


class Post(PostText, table=True):
    """A post in a space."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("posting_identity_id", "submission_key"),
        Index(None, "space_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "posting_identity_id", "created_at", "id"),
        Index(None, "space_id", "author_is_bot", "created_at", "id"),
        Index("ix_posts_popular", "space_id", "author_is_bot", "hot_score", "id"),
        Index("ix_posts_pinned", "space_id", "pinned_at", sqlite_where=PINNED, postgresql_where=PINNED),
        *not_negative("like_count", "comment_count", "quiet_like_count"),
    )

    renderer_version: int = 1
    submission_key: str | None = Field(default=None, max_length=KEY_LENGTH)
    hot_score: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})  # see heat.py
    quiet_like_count: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    deleted_at: datetime | None = optional_moment()
    deleted_by: UUID | None = optional_reference("users.id", "SET NULL")


class CommentBase(SQLModel):
    """What a thread shows of a comment; a deleted one keeps its place, and queries leave out its text.

    `reply_count` counts what answers a comment of the first level and is not deleted.
    """

    id: UUID = primary_key()
    post_id: UUID = reference("posts.id", "CASCADE", index=False)
    parent_id: UUID | None = optional_reference("comments.id", "CASCADE", index=False)
    posting_identity_id: UUID = reference("posting_identities.id", "RESTRICT", index=False)
    content: str = long_text()
    content_html: str = long_text()
    author_name: str
    author_image: str | None = None
    like_count: int = 0
    reply_count: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    edited_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class Comment(CommentBase, table=True):
    """A reply to a post, or to another reply."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("posting_identity_id", "submission_key"),
        Index(None, "post_id", "created_at", "id"),
        Index(None, "posting_identity_id", "created_at"),
        Index(None, "parent_id", "created_at", "id"),
        # The first level alone, in each order that a thread can be read in.
        Index("ix_comments_top_by_time", "post_id", "created_at", "id", sqlite_where=TOP, postgresql_where=TOP),
        Index(
            "ix_comments_top_by_likes",
            *("post_id", "like_count", "created_at", "id"),
            sqlite_where=TOP,
            postgresql_where=TOP,
        ),
        *not_negative("like_count", "reply_count"),
    )

    renderer_version: int = 1
    submission_key: str | None = Field(default=None, max_length=KEY_LENGTH)
    deleted_by: UUID | None = optional_reference("users.id", "SET NULL")


class Revision(SQLModel, table=True):
    """Words of a post or a comment as they stood from `created_at` until `edited_by` replaced them."""

    __tablename__ = "revisions"
    __table_args__ = (
        CheckConstraint("(post_id IS NULL) <> (comment_id IS NULL)", name="one_target"),
        Index(None, "post_id", "created_at", "id"),
        Index(None, "comment_id", "created_at", "id"),
    )

    id: UUID = primary_key()
    post_id: UUID | None = optional_reference("posts.id", "CASCADE", index=False)
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE", index=False)
    title: str = ""
    content: str = long_text()
    content_html: str = long_text()
    renderer_version: int = 1
    edited_by: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()


class PostUpvote(SQLModel, table=True):
    """An identity likes a post. A quiet like is shown and moves nothing: see heat.py."""

    __tablename__ = "post_upvotes"
    __table_args__ = (UniqueConstraint("post_id", "voter_id"), Index(None, "voter_id", "created_at"))

    id: UUID = primary_key()
    post_id: UUID = reference("posts.id", "CASCADE", index=False)
    voter_id: UUID = reference("posting_identities.id", "CASCADE", index=False)
    is_quiet: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = moment()


class CommentUpvote(SQLModel, table=True):
    """An identity likes a comment."""

    __tablename__ = "comment_upvotes"
    __table_args__ = (UniqueConstraint("comment_id", "voter_id"), Index(None, "voter_id", "created_at"))

    id: UUID = primary_key()
    comment_id: UUID = reference("comments.id", "CASCADE", index=False)
    voter_id: UUID = reference("posting_identities.id", "CASCADE", index=False)
    created_at: datetime = moment()


class Bookmark(SQLModel, table=True):
    """A member keeps a post for later."""

    __tablename__ = "bookmarks"
    __table_args__ = (UniqueConstraint("post_id", "user_id"), Index(None, "user_id", "created_at", "id"))

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    post_id: UUID = reference("posts.id", "CASCADE", index=False)
    created_at: datetime = moment()


class Stance(StrEnum):
    """How a member stands to a post's comments: told of new ones, or asked not to be."""

    following = "following"
    muted = "muted"


class ThreadFollow(SQLModel, table=True):
    """A member follows what is answered to a post, or wants to hear nothing of it."""

    __tablename__ = "thread_follows"
    __table_args__ = (
        UniqueConstraint("post_id", "user_id"),
        Index(None, "user_id", "created_at"),
        one_of("state", Stance),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    post_id: UUID = reference("posts.id", "CASCADE", index=False)
    state: Stance = choice(Stance, Stance.following)
    created_at: datetime = moment()
