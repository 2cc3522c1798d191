"""Telling members that a moderator removed what they wrote; who that was is not said."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.notifications.audience import reach
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.schemas import SUBJECT_LENGTH
from opentribe.domain.notifications.telling import Deed, tell_again, tell_of, withdraw
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit.text import plain


def tell_of_removal(session: Session, post_id: UUID) -> None:
    """The author of a post hears that it was removed, unless they did it themselves; one that is back, no more."""
    post = session.get(Post, post_id)
    if post is not None:
        _tell(session, post, "post", post.title or plain(post.content, SUBJECT_LENGTH))


def tell_of_removed_comment(session: Session, comment_id: UUID) -> None:
    """The same for a comment."""
    comment = session.get(Comment, comment_id)
    if comment is not None:
        _tell(session, comment, "comment", plain(comment.content, SUBJECT_LENGTH))


def _tell(session: Session, row: Post | Comment, what: str, subject: str) -> None:
    key = f"removed:{row.id.hex}"
    if row.deleted_at is None:
        withdraw(session, col(Notification.cause) == key)
        return
    author = session.get(PostingIdentity, row.posting_identity_id)
    owner_id = author.user_id if author is not None else None
    if owner_id is None or row.deleted_by is None or row.deleted_by == owner_id:
        return
    if not tell_again(session, key, key):
        deed = Deed(NotificationType.moderation, key, key, data={"what": what, "subject": subject})
        tell_of(session, deed, reach(session, col(User.id) == owner_id, cause=key))
