"""Files are seen by their owner, and by whoever sees something that shows them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlmodel import col

from opentribe.domain.access.actor import Actor
from opentribe.domain.files.models import File, FileUse
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space

_NOT_DELETED = (col(Comment.deleted_at).is_(None), col(Post.deleted_at).is_(None))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on files that `actor` may fetch."""
    shown = is_shown_to(actor)
    return or_(col(File.owner_id) == actor.user_id, shown) if actor.is_member else shown


def is_shown_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on files that something shows which `actor` may see: a text, a member or a space."""
    comment, post = _NOT_DELETED
    in_sight = and_(col(Space.id).is_not(None), spaces_policy.visible(actor))
    uses = (
        select(col(FileUse.id))
        .outerjoin(Comment, and_(col(Comment.id) == FileUse.comment_id, comment))
        .outerjoin(Post, and_(col(Post.id) == func.coalesce(FileUse.post_id, Comment.post_id), post))
        .outerjoin(Space, col(Space.id) == func.coalesce(FileUse.space_id, Post.space_id))
        .where(col(FileUse.file_id) == File.id, or_(in_sight, _face_shown(actor), _name_shown()))
    )
    return uses.exists()


def _face_shown(actor: Actor) -> ColumnElement[bool]:
    """A member's picture: for everyone, or of a private one for members and for readers of what they wrote."""
    face = select(col(User.id)).where(
        col(User.id) == FileUse.user_id,
        col(User.deleted_at).is_(None),
        col(User.banned_at).is_(None),
        or_(
            col(User.visibility) == MemberVisibility.public,
            true() if actor.identity_id is not None else _wrote_for(actor),
        ),
    )
    return face.correlate(FileUse).exists()


def _name_shown() -> ColumnElement[bool]:
    """The picture of a bot or a pen name: for everyone, as its name is, unless its member is out."""
    face = (
        select(col(PostingIdentity.id))
        .outerjoin(User, col(User.id) == PostingIdentity.user_id)
        .where(
            col(PostingIdentity.id) == FileUse.identity_id,
            col(User.deleted_at).is_(None),
            col(User.banned_at).is_(None),
        )
    )
    return face.correlate(FileUse).exists()


def _wrote_for(actor: Actor) -> ColumnElement[bool]:
    living, sight = col(Post.deleted_at).is_(None), spaces_policy.visible(actor)
    post = (
        select(col(Post.id))
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .join(Space, col(Space.id) == Post.space_id)
        .where(col(PostingIdentity.user_id) == User.id, living, sight)
        .correlate(User)
    )
    comment = (
        select(col(Comment.id))
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .join(Post, col(Post.id) == Comment.post_id)
        .join(Space, col(Space.id) == Post.space_id)
        .where(col(PostingIdentity.user_id) == User.id, col(Comment.deleted_at).is_(None), living, sight)
        .correlate(User)
    )
    return or_(post.exists(), comment.exists())
