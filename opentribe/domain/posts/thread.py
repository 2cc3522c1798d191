"""Reading the comments under a post: threads oldest first, each with its replies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, literal, null, or_, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import Comment, CommentBase, CommentUpvote, Post
from opentribe.domain.posts.owners import OWNER, Owner, owned
from opentribe.domain.posts.queries import NO_POST, shown
from opentribe.domain.posts.schemas import CommentCard, ThreadCard, version_of
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import UtcDateTime
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor

REPLIES_SHOWN = 200
# What is left of a removed comment: its place, and neither words nor anything that tells whose they were.
NOBODYS = {
    "posting_identity_id": UUID(int=0),
    "author_name": "",
    "author_image": None,
    "content": "",
    "content_html": "",
    "like_count": 0,
    "edited_at": None,
    "updated_at": None,
    "version": "",
    "author_handle": "",
    **dict.fromkeys(("author_is_bot", "is_liked", "may_edit", "may_remove"), False),
}
NO_COMMENT = "This comment does not exist, or it is not for you to see."
Row = tuple[Any, ...]  # a comment, whether the reader likes it, and the columns of its Owner
COMMENT_COLUMNS = set(CommentBase.model_fields)


@query
def list_comments(session: Session, actor: Actor, post_id: UUID, cursor: str = "") -> Page[ThreadCard]:
    """Twenty threads, oldest first, each with its replies.

    Three statements whatever there is. Raises NotFound when the post is not to be seen.
    """
    after = decode_cursor(cursor)
    space = _space_of(session, actor, post_id)
    if space is None:
        raise NotFound(NO_POST)
    top = _comments(actor).where(Comment.post_id == post_id, col(Comment.parent_id).is_(None))
    if after is not None:
        place = tuple_(literal(after[0], UtcDateTime()), literal(after[1], Uuid()))
        top = top.where(tuple_(col(Comment.created_at), col(Comment.id)) > place)
    rows = session.exec(top.limit(PAGE_SIZE + 1)).all()
    threads = rows[:PAGE_SIZE]
    replies = session.exec(
        _comments(actor).where(col(Comment.parent_id).in_([row[0].id for row in threads])).limit(REPLIES_SHOWN)
    ).all()
    cards = [
        card
        for row in threads
        if (card := _thread(actor, space, row, [reply for reply in replies if reply[0].parent_id == row[0].id]))
    ]
    more = len(rows) > PAGE_SIZE
    return Page(items=cards, next_cursor=encode_cursor(threads[-1][0].created_at, threads[-1][0].id) if more else "")


@query
def get_thread(session: Session, actor: Actor, comment_id: UUID) -> ThreadCard | None:
    """The thread a comment stands in, as it is now; None when nothing of it is left or it is not to be seen."""
    comment = session.get(Comment, comment_id)
    space = None if comment is None else _space_of(session, actor, comment.post_id)
    if comment is None or space is None:
        return None
    top_id = comment.parent_id or comment.id
    rows = session.exec(
        _comments(actor).where(or_(col(Comment.id) == top_id, col(Comment.parent_id) == top_id)).limit(REPLIES_SHOWN)
    ).all()
    top = next(part for part in rows if part[0].id == top_id)
    return _thread(actor, space, top, [part for part in rows if part[0].parent_id == top_id])


@query
def get_comment(session: Session, actor: Actor, comment_id: UUID) -> CommentCard:
    """One comment with its words. Raises NotFound when it is gone or its post is not to be seen."""
    row = session.exec(_comments(actor).where(Comment.id == comment_id, col(Comment.deleted_at).is_(None))).first()
    space = None if row is None else _space_of(session, actor, row[0].post_id)
    if row is None or space is None:
        raise NotFound(NO_COMMENT)
    return _card(actor, space, *row)


def _space_of(session: Session, actor: Actor, post_id: UUID) -> Space | None:
    """The space of a post that the actor may see."""
    return session.exec(
        select(Space)
        .join(Post, col(Post.space_id) == Space.id)
        .where(Post.id == post_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    ).first()


def _comments(actor: Actor):  # type: ignore[no-untyped-def]
    liked = CommentUpvote.id if actor.identity_id else null()
    return (
        select(Comment, liked, *OWNER)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .outerjoin(User, owned())
        .outerjoin(
            CommentUpvote,
            and_(col(CommentUpvote.comment_id) == Comment.id, col(CommentUpvote.voter_id) == actor.identity_id),
        )
        .order_by(col(Comment.created_at), col(Comment.id))
    )


def _thread(actor: Actor, space: Space, row: Row, replies: list[Row]) -> ThreadCard | None:
    """A removed reply goes; a removed comment keeps its place only while something living answers it."""
    living = [_card(actor, space, *reply) for reply in replies if reply[0].deleted_at is None]
    if row[0].deleted_at is not None and not living:
        return None
    return ThreadCard(**_card(actor, space, *row).model_dump(), replies=living)


def _card(actor: Actor, space: Space, comment: Comment, liked: UUID | None, *owner: Any) -> CommentCard:
    values = comment.model_dump(include=COMMENT_COLUMNS)
    if comment.deleted_at is not None:
        return CommentCard(**values | NOBODYS)
    about = shown(actor, comment, space, Owner(*owner), liked)
    return CommentCard(**values, version=version_of(comment.edited_at), **about)
