"""Who is told of a new comment: those who follow the thread, may see it, and wrote something else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Block, User
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership
from opentribe.domain.posts.models import Comment, Post, Stance, ThreadFollow
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space

TOLD_AT_ONCE = 500


def told_of_comment(
    session: Session, comment_id: UUID, after: UUID | None = None, limit: int = TOLD_AT_ONCE
) -> Sequence[UUID]:
    """Members to tell of a comment, by id and past `after`, so that many are told in pieces; two statements.

    Nobody is told of their own, of what they muted, of what they may not see now, of somebody they block or who
    blocks them, or of what was removed meanwhile.
    """
    found = session.exec(
        select(Space, Post.id, PostingIdentity.user_id)
        .join(Post, col(Post.space_id) == Space.id)
        .join(Comment, col(Comment.post_id) == Post.id)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .where(Comment.id == comment_id, col(Comment.deleted_at).is_(None), col(Post.deleted_at).is_(None))
    ).first()
    if found is None:
        return []
    space, post_id, author_id = found
    pays = exists().where(
        col(Membership.user_id) == User.id,
        col(Membership.status).in_(ACTIVE_STATUSES),
        *([] if space.required_tier_id is None else [col(Membership.tier_id) == space.required_tier_id]),
    )
    statement = (
        select(ThreadFollow.user_id)
        .join(User, col(User.id) == ThreadFollow.user_id)
        .where(
            ThreadFollow.post_id == post_id,
            ThreadFollow.state == Stance.following,
            col(User.deleted_at).is_(None),
            col(User.banned_at).is_(None),
            spaces_policy.seen_by(space, pays),
        )
    )
    if author_id is not None:
        statement = statement.where(col(User.id) != author_id, ~_blocked(author_id))
    if after is not None:
        statement = statement.where(col(ThreadFollow.user_id) > after)
    return session.exec(statement.order_by(col(ThreadFollow.user_id)).limit(limit)).all()


def _blocked(author_id: UUID):  # type: ignore[no-untyped-def]
    return exists().where(
        or_(
            and_(col(Block.blocker_id) == User.id, col(Block.blocked_id) == author_id),
            and_(col(Block.blocker_id) == author_id, col(Block.blocked_id) == User.id),
        )
    )
