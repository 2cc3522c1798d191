"""What happened to posts and comments."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class PostPublished(Fact):
    """A post went into a space."""

    post_id: UUID
    space_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class PostEdited(Fact):
    """A post's words changed."""

    post_id: UUID


@dataclass(frozen=True, slots=True)
class PostRemoved(Fact):
    """A post was taken out of sight by its author or by staff."""

    post_id: UUID
    by_user_id: UUID | None


@dataclass(frozen=True, slots=True)
class PostRestored(Fact):
    """A removed post is back."""

    post_id: UUID


@dataclass(frozen=True, slots=True)
class PostPinned(Fact):
    """A post was put first in its space."""

    post_id: UUID
    space_id: UUID


@dataclass(frozen=True, slots=True)
class PostUnpinned(Fact):
    """A post went back to its place in time."""

    post_id: UUID
    space_id: UUID


@dataclass(frozen=True, slots=True)
class PostLiked(Fact):
    """An identity likes a post."""

    post_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class PostUnliked(Fact):
    """An identity took its like back."""

    post_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class CommentPublished(Fact):
    """A comment went under a post."""

    comment_id: UUID
    post_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class CommentEdited(Fact):
    """A comment's words changed."""

    comment_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True)
class CommentRemoved(Fact):
    """A comment was taken out of sight; its place stays."""

    comment_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True)
class CommentLiked(Fact):
    """An identity likes a comment."""

    comment_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class CommentUnliked(Fact):
    """An identity took its like of a comment back."""

    comment_id: UUID
    identity_id: UUID
