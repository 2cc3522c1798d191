"""Tables of files and of what uses them; the bytes are in the file store."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import HASH_LENGTH, listing, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference


class FileKind(StrEnum):
    """What a file was brought for."""

    picture = "picture"
    attachment = "attachment"
    avatar = "avatar"
    cover = "cover"


class File(SQLModel, table=True):
    """A file as it was stored. It never changes; another picture is another file.

    A member owns it, or the member who answers for the bot that brought it; nobody does while nobody answers for that.
    `variants` lists the sizes of a picture, smallest first: width, height and size in bytes. `used_at` is when a
    use of it last began or ended.
    """

    __tablename__ = "files"
    __table_args__ = (
        one_of("kind", FileKind),
        CheckConstraint("owner_id IS NOT NULL OR bot_id IS NOT NULL", name="is_somebodys"),
        Index(None, "owner_id", "created_at"),
        Index(None, "created_at"),
        *not_negative("size", "width", "height"),
    )

    id: UUID = primary_key()
    owner_id: UUID | None = optional_reference("users.id", "CASCADE", index=False)
    bot_id: UUID | None = optional_reference("posting_identities.id", "CASCADE")
    kind: FileKind = choice(FileKind, FileKind.picture)
    name: str = Field(max_length=120)
    address: str = Field(max_length=80)
    content_type: str = Field(max_length=120)
    size: int = 0
    width: int | None = None
    height: int | None = None
    sha256: str = Field(max_length=HASH_LENGTH)
    storage_key: str = Field(max_length=64, unique=True)
    variants: list[dict[str, Any]] = listing()
    created_at: datetime = moment()
    used_at: datetime | None = optional_moment()


class FileUse(SQLModel, table=True):
    """A post, a comment, a member, a space or an identity shows a file: whoever may see that may fetch this."""

    __tablename__ = "file_uses"
    __table_args__ = (
        UniqueConstraint("file_id", "post_id"),
        UniqueConstraint("file_id", "comment_id"),
        CheckConstraint(
            "(CASE WHEN post_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN user_id IS NULL THEN 0 ELSE 1 END + CASE WHEN space_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN identity_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_target",
        ),
    )

    id: UUID = primary_key()
    file_id: UUID = reference("files.id", "CASCADE", index=False)
    post_id: UUID | None = optional_reference("posts.id", "CASCADE")
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE")
    user_id: UUID | None = optional_reference("users.id", "CASCADE", unique=True)
    space_id: UUID | None = optional_reference("spaces.id", "CASCADE", unique=True)
    identity_id: UUID | None = optional_reference("posting_identities.id", "CASCADE", unique=True)
    created_at: datetime = moment()
