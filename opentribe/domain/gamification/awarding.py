"""Badges that the house gives by itself, in the background: each once, and never taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.auth.facts import AccountVisited
from opentribe.domain.gamification.facts import BadgeGiven, PointsChanged
from opentribe.domain.gamification.models import AutomaticBadge, Badge, MemberBadge, PointAction
from opentribe.domain.gamification.streaks import note_visit
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts import facts
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import Fact, tell
from opentribe.kit.ids import new_id

FOUNDERS = 100  # the members who came first
COMMENTS = 10
STREAKS = ((AutomaticBadge.week_streak, 7), (AutomaticBadge.month_streak, 30))


def award(session: Session, fact: Fact, at: datetime) -> None:
    """Give what a deed brings, if it stands and the member has it not yet."""
    match fact:
        case facts.PostPublished(post_id=post_id):
            post = session.get(Post, post_id)
            author = _author(session, post.posting_identity_id) if post and post.deleted_at is None else None
            if author is not None:
                give_automatic(session, author, AutomaticBadge.first_post)
        case facts.CommentPublished(comment_id=comment_id):
            comment = session.get(Comment, comment_id)
            author = _author(session, comment.posting_identity_id) if comment else None
            if author is not None and _has_commented(session, author):
                give_automatic(session, author, AutomaticBadge.ten_comments)
        case AccountVisited(account_id=account_id):
            user = session.exec(select(User).where(User.auth_id == account_id)).first()
            if user is not None:
                _look_after(session, user, at)


def finish_course(session: Session, fact: Fact) -> None:
    """A course that has its points is finished."""
    if isinstance(fact, PointsChanged) and fact.action == PointAction.course_completed and fact.amount > 0:
        give_automatic(session, fact.user_id, AutomaticBadge.course_finished)


def give_automatic(session: Session, user_id: UUID, kind: AutomaticBadge) -> None:
    """Give one of these; a second time changes nothing."""
    badge_id = session.exec(select(Badge.id).where(Badge.kind == kind)).first()
    if badge_id is not None:
        hand_over(session, badge_id, user_id, None)


def hand_over(session: Session, badge_id: UUID, user_id: UUID, by: UUID | None) -> bool:
    """Store that a member has a badge, and tell it; whether that is new."""
    is_new = insert_if_absent(
        session, MemberBadge, id=new_id(), user_id=user_id, badge_id=badge_id, given_by_id=by, created_at=clock.now()
    )
    if is_new:
        tell(session, BadgeGiven(user_id=user_id, badge_id=badge_id))
    return is_new


def _look_after(session: Session, user: User, at: datetime) -> None:
    streak = note_visit(session, user.id, at.astimezone(UTC).date())
    for kind, days in STREAKS:
        if streak.longest >= days:
            give_automatic(session, user.id, kind)
    first = select(User.id).order_by(col(User.created_at), col(User.id)).limit(FOUNDERS).subquery()
    if session.exec(select(first.c.id).where(first.c.id == user.id)).first() is not None:
        give_automatic(session, user.id, AutomaticBadge.founder)


def _has_commented(session: Session, user_id: UUID) -> bool:
    """Whether enough comments stand under the member's own names."""
    own = select(PostingIdentity.id).where(PostingIdentity.user_id == user_id, col(PostingIdentity.is_bot).is_(False))
    some = (
        select(Comment.id)
        .where(col(Comment.posting_identity_id).in_(own), col(Comment.deleted_at).is_(None))
        .limit(COMMENTS)
        .subquery()
    )
    return session.exec(select(func.count()).select_from(some)).one() >= COMMENTS


def _author(session: Session, identity_id: UUID) -> UUID | None:
    """The member who wrote it; what a bot writes brings nothing."""
    identity = session.get(PostingIdentity, identity_id)
    return identity.user_id if identity is not None and not identity.is_bot else None
