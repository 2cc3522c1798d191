"""How posts and comments stand now, whoever looks: what is said to open pages when something happened to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces.models import Space


@dataclass(frozen=True, slots=True)
class PostNow:
    """A post, removed or not, its space, and the member behind its author."""

    post: Post
    space: Space
    owner_id: UUID | None
    is_bot: bool


@dataclass(frozen=True, slots=True)
class CommentNow:
    """A comment, removed or not, and the member behind its author."""

    comment: Comment
    owner_id: UUID | None
    is_bot: bool


def posts_now(session: Session, post_ids: Collection[UUID]) -> dict[UUID, PostNow]:
    """These posts, in one statement."""
    if not post_ids:
        return {}
    rows = session.exec(
        select(Post, Space, PostingIdentity.user_id, PostingIdentity.is_bot)
        .join(Space, col(Space.id) == Post.space_id)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .where(col(Post.id).in_(post_ids))
    )
    return {row[0].id: PostNow(*row) for row in rows}


def comments_now(session: Session, comment_ids: Collection[UUID]) -> dict[UUID, CommentNow]:
    """These comments, in one statement."""
    if not comment_ids:
        return {}
    rows = session.exec(
        select(Comment, PostingIdentity.user_id, PostingIdentity.is_bot)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .where(col(Comment.id).in_(comment_ids))
    )
    return {row[0].id: CommentNow(*row) for row in rows}
