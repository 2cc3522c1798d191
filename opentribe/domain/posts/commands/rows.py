"""The rows that commands on posts and comments begin with, locked until the transaction ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces.policy import Standing
from opentribe.domain.spaces.queries import visible_space

# FOR NO KEY UPDATE: rows that point here may be added meanwhile, so a reply and a removal do not wait for each other.
LOCK: Any = {"key_share": True}

PostRow = tuple[Post | None, Standing | None, UUID | None]
CommentRow = tuple[Comment | None, Standing | None, UUID | None]


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


def space_of_post(session: Session, actor: Actor, post_id: UUID) -> Standing | None:
    """The space of a post that the actor may see; nothing is locked, so it may be gone when it is needed."""
    post = session.get(Post, post_id)
    return None if post is None or post.deleted_at is not None else visible_space(session, actor, post.space_id)


def lock_post_of(session: Session, comment_id: UUID) -> None:
    """Lock the post first, as commenting does: of two that lock in different orders, each would wait for the other."""
    post_id = session.exec(select(Comment.post_id).where(Comment.id == comment_id)).first()
    if post_id is not None:
        session.get(Post, post_id, with_for_update=LOCK)


def count_reply(session: Session, thread_id: UUID | None, step: int) -> None:
    """Count what answers a comment of the first level; the others have nothing below them."""
    if thread_id is None:
        return
    session.flush()
    session.connection().execute(
        update(Comment).where(col(Comment.id) == thread_id).values(reply_count=Comment.reply_count + step)
    )


def _owner(session: Session, identity_id: UUID) -> UUID | None:
    identity = session.get(PostingIdentity, identity_id)
    return identity.user_id if identity else None
