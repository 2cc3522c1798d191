"""The rows that commands on posts and comments begin with, locked until the transaction ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.queries import visible_space

# FOR NO KEY UPDATE: rows that point here may be added meanwhile, so a reply and a removal do not wait for each other.
LOCK: Any = {"key_share": True}

PostRow = tuple[Post | None, Space | None, UUID | None]
CommentRow = tuple[Comment | None, Space | None, UUID | None]


def post_row(session: Session, actor: Actor, post_id: UUID) -> PostRow:
    """The post, its space when the actor may see it, and the member behind its author."""
    post = session.get(Post, post_id, with_for_update=LOCK)
    if post is None:
        return None, None, None
    return post, visible_space(session, actor, post.space_id), _owner(session, post.posting_identity_id)


def comment_row(session: Session, actor: Actor, comment_id: UUID) -> CommentRow:
    """The comment, its post's space when the actor may see it, and the member behind its author."""
    comment = session.get(Comment, comment_id, with_for_update=LOCK)
    post = session.get(Post, comment.post_id) if comment else None
    if comment is None or post is None or post.deleted_at is not None:
        return None, None, None
    return comment, visible_space(session, actor, post.space_id), _owner(session, comment.posting_identity_id)


def _owner(session: Session, identity_id: UUID) -> UUID | None:
    identity = session.get(PostingIdentity, identity_id)
    return identity.user_id if identity else None
