"""Opening the bells where nobody rang them while things happened, by the reactions that follow each deed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from opentribe.domain.auth.facts import AccountCreated
from opentribe.domain.members.facts import MemberFollowed
from opentribe.domain.members.models import Follow, User
from opentribe.domain.notifications.models import Notification
from opentribe.domain.notifications.reactions import notify
from opentribe.domain.posts.facts import CommentLiked, CommentPublished, PostLiked
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.domain.references.facts import MemberMentioned
from opentribe.domain.references.models import Mention
from opentribe.kit import clock
from opentribe.kit.facts import Fact


def open_bells(session: Session, since: datetime, read_until: datetime) -> None:
    """Tell members what workers would have told them of the deeds since then; what is older than the other is read."""
    for at, fact in sorted(_deeds(session, since), key=lambda deed: deed[0]):
        with clock.at(at):
            notify(session, fact, at)
    session.connection().execute(
        update(Notification)
        .where(col(Notification.created_at) < read_until, col(Notification.read_at).is_(None))
        .values(read_at=Notification.created_at)
    )


def _deeds(session: Session, since: datetime) -> Iterator[tuple[datetime, Fact]]:
    def found(table: Any, *columns: Any) -> Any:
        return select(col(table.created_at), *columns).where(col(table.created_at) >= since)

    comments = found(Comment, Comment.id, Comment.post_id, Comment.posting_identity_id)
    for at, comment_id, post_id, identity_id in session.exec(comments):
        yield at, CommentPublished(comment_id=comment_id, post_id=post_id, identity_id=identity_id)
    for at, post_id, identity_id in session.exec(found(PostUpvote, PostUpvote.post_id, PostUpvote.voter_id)):
        yield at, PostLiked(post_id=post_id, identity_id=identity_id)
    for at, comment_id, identity_id in session.exec(
        found(CommentUpvote, CommentUpvote.comment_id, CommentUpvote.voter_id)
    ):
        yield at, CommentLiked(comment_id=comment_id, identity_id=identity_id)
    author = func.coalesce(Comment.posting_identity_id, Post.posting_identity_id)
    mentions = found(Mention, Mention.user_id, author, Mention.post_id, Mention.comment_id)
    mentions = mentions.outerjoin(Comment, col(Comment.id) == Mention.comment_id)
    for at, *given in session.exec(mentions.outerjoin(Post, col(Post.id) == Mention.post_id)):
        yield at, MemberMentioned(*given)
    for at, follower_id, following_id in session.exec(found(Follow, Follow.follower_id, Follow.following_id)):
        yield at, MemberFollowed(follower_id=follower_id, following_id=following_id)
    for at, user_id, account_id in session.exec(found(User, User.id, User.auth_id)):
        yield at, AccountCreated(user_id=user_id, account_id=account_id)
