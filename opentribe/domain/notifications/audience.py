"""Who is told of something: those whom it concerns, who may see it, and who want to hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid
from sqlmodel import Session, col

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Block, User
from opentribe.domain.members.policy import present
from opentribe.domain.notifications.models import Notification
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership
from opentribe.domain.posts.models import Comment, Post, Stance, ThreadFollow
from opentribe.domain.references.models import Mention
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space

TOLD_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Scene:
    """A post or a comment that can be read: where it stands, who wrote it, and whom it answers."""

    space: Space
    post: Post
    comment: Comment | None
    writer: PostingIdentity
    answered_id: UUID | None = None  # the member whose post or comment a comment answers


class Recipient(NamedTuple):
    """A member to tell, and what they chose to hear of."""

    user_id: UUID
    prefs: dict[str, Any]


def scene_of_post(session: Session, post_id: UUID) -> Scene | None:
    """One statement; None when it was removed."""
    row = session.execute(
        select(Space, Post, PostingIdentity)
        .join(Post, col(Post.space_id) == Space.id)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .where(col(Post.id) == post_id, col(Post.deleted_at).is_(None))
    ).first()
    return None if row is None else Scene(row[0], row[1], None, row[2])


def scene_of_comment(session: Session, comment_id: UUID) -> Scene | None:
    """One statement; None when it, or its post, was removed."""
    answered, parent = aliased(PostingIdentity), aliased(Comment)
    row = session.execute(
        select(Space, Post, Comment, PostingIdentity, col(answered.user_id))
        .join(Post, col(Post.space_id) == Space.id)
        .join(Comment, col(Comment.post_id) == Post.id)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .outerjoin(parent, col(parent.id) == Comment.parent_id)
        .join(answered, col(answered.id) == func.coalesce(parent.posting_identity_id, Post.posting_identity_id))
        .where(col(Comment.id) == comment_id, col(Comment.deleted_at).is_(None), col(Post.deleted_at).is_(None))
    ).first()
    return None if row is None else Scene(*row)


def followers(post_id: UUID, *others: UUID | None) -> ColumnElement[bool]:
    """The condition on members who follow a thread, and these beside them."""
    following = select(col(ThreadFollow.user_id)).where(
        col(ThreadFollow.post_id) == post_id, col(ThreadFollow.state) == Stance.following
    )
    named = [select(literal(each, Uuid())) for each in others if each is not None]
    return col(User.id).in_(union(following, *named) if named else following)


def unmentioned(comment_id: UUID) -> ColumnElement[bool]:
    """The condition on members whom a comment does not name: whom it names is told of that instead."""
    return ~exists().where(
        col(Mention.comment_id) == comment_id, col(Mention.user_id) == User.id, col(Mention.withdrawn_at).is_(None)
    )


def reach(
    session: Session,
    who: ColumnElement[bool],
    *,
    cause: str = "",
    doer: PostingIdentity | None = None,
    scene: Scene | None = None,
    after: UUID | None = None,
    limit: int = TOLD_AT_ONCE,
) -> Sequence[Recipient]:
    """Those of `who` to tell, by id and past `after`, so that many are told in pieces; one statement.

    Nobody is told twice of one cause, of their own deeds, of what they muted or may not see now, of somebody they
    block or who blocks them, or of bots where they hide them.
    """
    statement: Select[Any] = select(col(User.id), col(User.notification_prefs)).where(present(), who)
    if cause:
        known = exists().where(col(Notification.cause) == cause, col(Notification.user_id) == User.id)
        statement = statement.where(~known)
    if doer is not None:
        if doer.is_bot:
            statement = statement.where(~col(User.hides_bots))
        if doer.user_id is not None:
            statement = statement.where(col(User.id) != doer.user_id, ~_apart(doer.user_id))
    if scene is not None:
        statement = statement.where(spaces_policy.seen_by(scene.space, _pays(scene.space)), ~_mutes(scene.post.id))
    if after is not None:
        statement = statement.where(col(User.id) > after)
    rows = session.execute(statement.order_by(col(User.id)).limit(limit)).all()
    return [Recipient(*row) for row in rows]


def _apart(member_id: UUID) -> ColumnElement[bool]:
    """The condition on members that they block this one, or are blocked by them."""
    return exists().where(
        or_(
            and_(col(Block.blocker_id) == User.id, col(Block.blocked_id) == member_id),
            and_(col(Block.blocker_id) == member_id, col(Block.blocked_id) == User.id),
        )
    )


def _pays(space: Space) -> ColumnElement[bool]:
    return exists().where(
        col(Membership.user_id) == User.id,
        col(Membership.status).in_(ACTIVE_STATUSES),
        *([] if space.required_tier_id is None else [col(Membership.tier_id) == space.required_tier_id]),
    )


def _mutes(post_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(ThreadFollow.post_id) == post_id,
        col(ThreadFollow.user_id) == User.id,
        col(ThreadFollow.state) == Stance.muted,
    )
