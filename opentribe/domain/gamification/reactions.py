"""Points that follow what members did: each reaction looks at how the deed stands by now, so late facts do no harm."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.auth.facts import AccountVisited
from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.gamification.ledger import Deed, lock, settle
from opentribe.domain.gamification.models import PointAction, PointEntry, ReferenceType
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.facts import ProfileChanged
from opentribe.domain.members.models import User
from opentribe.domain.posts import facts
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.kit import clock
from opentribe.kit.facts import Fact

LIKE = {Post: ReferenceType.post_upvote, Comment: ReferenceType.comment_upvote}
HEX_LENGTH = 32  # of a UUID


def score(session: Session, fact: Fact, at: datetime) -> None:
    """Give or take back the points of a deed."""
    match fact:
        case facts.PostPublished(post_id=post_id):
            _settle_writing(session, Post, post_id)
        case facts.PostRemoved(post_id=post_id) | facts.PostRestored(post_id=post_id):
            _settle_writing(session, Post, post_id)
            _settle_likes(session, Post, post_id)
        case facts.CommentPublished(comment_id=comment_id):
            _settle_writing(session, Comment, comment_id)
        case facts.CommentRemoved(comment_id=comment_id):
            _settle_writing(session, Comment, comment_id)
            _settle_likes(session, Comment, comment_id)
        case (
            facts.PostLiked(post_id=post_id, identity_id=voter) | facts.PostUnliked(post_id=post_id, identity_id=voter)
        ):
            _settle_like(session, Post, post_id, _member_behind(session, voter), at)
        case (
            facts.CommentLiked(comment_id=comment_id, identity_id=voter)
            | facts.CommentUnliked(comment_id=comment_id, identity_id=voter)
        ):
            _settle_like(session, Comment, comment_id, _member_behind(session, voter), at)
        case AccountVisited(account_id=account_id):
            _settle_visit(session, account_id, at)
        case ProfileChanged(user_id=user_id) | AvatarChanged(user_id=user_id):
            _settle_profile(session, user_id, at)


def _settle_writing(session: Session, table: type[Post] | type[Comment], row_id: UUID) -> None:
    if (found := _locked(session, table, row_id)) is not None:
        row, author = found
        kind = PointAction.post if table is Post else PointAction.comment
        deed = Deed(kind, ReferenceType(kind.value), row.id.hex, row.created_at)
        settle(session, author, deed, stands=row.deleted_at is None)


def _settle_likes(session: Session, table: type[Post] | type[Comment], row_id: UUID) -> None:
    """Take back what the likes of something that is gone gave, or give it back."""
    found = session.exec(
        select(PointEntry.reference_id)
        .where(PointEntry.reference_type == LIKE[table], col(PointEntry.reference_id).startswith(row_id.hex))
        .distinct()
    ).all()
    for reference_id in sorted(found):
        _settle_like(session, table, row_id, UUID(reference_id[HEX_LENGTH:]), clock.now())


def _settle_like(
    session: Session, table: type[Post] | type[Comment], row_id: UUID, liker: UUID | None, at: datetime
) -> None:
    """A like scores once for each member who likes, through whichever of their identities; not one's own."""
    found = _locked(session, table, row_id) if liker is not None else None
    if found is None or liker is None or liker == found[1].id:
        return
    row, author = found
    vote, of = (PostUpvote, PostUpvote.post_id) if table is Post else (CommentUpvote, CommentUpvote.comment_id)
    liked_at = session.exec(
        select(func.min(vote.created_at))
        .join(PostingIdentity, col(PostingIdentity.id) == col(vote.voter_id))
        .where(of == row_id, PostingIdentity.user_id == liker)
    ).one()
    reference = row.id.hex + liker.hex
    deed = Deed(PointAction.like_received, LIKE[table], reference, liked_at or at, liker)
    settle(session, author, deed, stands=liked_at is not None and row.deleted_at is None)


def _settle_visit(session: Session, account_id: UUID, at: datetime) -> None:
    user_id = session.exec(select(User.id).where(User.auth_id == account_id)).first()
    user = lock(session, user_id) if user_id is not None else None
    if user is not None:
        settle(session, user, Deed(PointAction.daily_visit, ReferenceType.day, f"{at:%Y-%m-%d}", at), stands=True)


def _settle_profile(session: Session, user_id: UUID, at: datetime) -> None:
    """A profile is complete with a picture of one's own and some words about oneself."""
    user = lock(session, user_id)
    if user is not None:
        is_complete = user.avatar_file is not None and bool(user.bio)
        deed = Deed(PointAction.profile_completed, ReferenceType.user, user_id.hex, at)
        settle(session, user, deed, stands=is_complete)


def _locked(session: Session, table: type[Post] | type[Comment], row_id: UUID) -> tuple[Post | Comment, User] | None:
    """A post or comment as it stands once its author is locked. What a bot writes scores for nobody."""
    row: Post | Comment | None = session.get(table, row_id)  # type: ignore[assignment]
    identity = session.get(PostingIdentity, row.posting_identity_id) if row is not None else None
    if row is None or identity is None or identity.is_bot or identity.user_id is None:
        return None
    author = lock(session, identity.user_id)
    if author is None:
        return None
    session.refresh(row)
    return row, author


def _member_behind(session: Session, identity_id: UUID) -> UUID | None:
    identity = session.get(PostingIdentity, identity_id)
    return identity.user_id if identity is not None else None
