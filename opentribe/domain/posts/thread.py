"""Reading the comments under a post: a window of threads in the order one asks for, each with its first replies."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.posts.comment_rows import (
    Place,
    Row,
    card,
    decode,
    encode,
    first_level,
    first_replies,
    place_of,
    rows,
    second_level,
    space_of,
)
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.queries import NO_POST
from opentribe.domain.posts.schemas import (
    CommentCard,
    NewComments,
    ReplyRun,
    ThreadCard,
    ThreadPage,
    ThreadSort,
)
from opentribe.domain.spaces.models import Space
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE

AROUND = 2  # comments shown before the one that a link names
NO_COMMENT = "This comment does not exist, or it is not for you to see."


@query
def list_comments(
    session: Session,
    actor: Actor,
    post_id: UUID,
    sort: ThreadSort = ThreadSort.oldest,
    cursor: str = "",
    *,
    backward: bool = False,
    known: Collection[UUID] = (),
) -> ThreadPage:
    """Twenty threads after a cursor, or before it, each with its first replies.

    Three statements whatever there is; one more at the end of the most liked, where `known` are those that the reader
    has: likes go on changing while one reads, so one that has fallen is not given again, and one that has climbed
    past the cursor comes at the end. Raises NotFound when the post is not to be seen.
    """
    place = decode(cursor, sort)
    space = _require_space(session, actor, post_id)
    found = first_level(session, actor, post_id, sort, place, PAGE_SIZE + 1, backward=backward)
    has_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    edge = encode(found[-1][0], sort) if found else cursor
    if sort is ThreadSort.liked and known:
        found = [row for row in found if row[0].id not in known]
        if not has_more:
            missed = [*known, *(row[0].id for row in found)]
            climbed = first_level(session, actor, post_id, sort, None, PAGE_SIZE + 1 - len(found), but_not=missed)
            has_more, found = len(found) + len(climbed) > PAGE_SIZE, [*found, *climbed][:PAGE_SIZE]
    if backward:
        found.reverse()
    cards = _threads(session, actor, space, found)
    if backward:
        return ThreadPage(items=cards, previous_cursor=edge if has_more else "")
    return ThreadPage(items=cards, next_cursor=edge if has_more else "")


@query
def find_comment(
    session: Session, actor: Actor, post_id: UUID, comment_id: UUID, sort: ThreadSort = ThreadSort.oldest
) -> ThreadPage:
    """The window of a thread in which one comment stands, with the ways to what is before and after.

    A fixed number of statements. Raises NotFound when the comment is gone or not to be seen.
    """
    space = _require_space(session, actor, post_id)
    comment = session.get(Comment, comment_id)
    if comment is None or comment.post_id != post_id or comment.deleted_at is not None:
        raise NotFound(NO_COMMENT)
    top = session.get(Comment, comment.parent_id) if comment.parent_id else comment
    assert top is not None
    place = place_of(top, sort)
    earlier = first_level(session, actor, post_id, sort, place, AROUND + 1, backward=True)
    later = first_level(session, actor, post_id, sort, place, PAGE_SIZE + 1, inclusive=True)
    found = [*reversed(earlier[:AROUND]), *later[:PAGE_SIZE]]
    cards = _threads(session, actor, space, found)
    if comment.parent_id:
        run = _run(session, actor, space, comment)
        cards = [each if each.id != top.id else each.model_copy(update=run) for each in cards]
    return ThreadPage(
        items=cards,
        next_cursor=encode(later[PAGE_SIZE - 1][0], sort) if len(later) > PAGE_SIZE else "",
        previous_cursor=encode(found[0][0], sort) if len(earlier) > AROUND else "",
    )


@query
def list_replies(
    session: Session, actor: Actor, thread_id: UUID, *, after: UUID | None = None, before: UUID | None = None
) -> ReplyRun:
    """Twenty replies of a comment: from the first one on, right after a reply, or right before one.

    Raises NotFound when the comment, or the reply that is named, is not there or not to be seen.
    """
    thread = session.get(Comment, thread_id)
    if thread is None or thread.parent_id is not None:
        raise NotFound(NO_COMMENT)
    space = space_of(session, actor, thread.post_id)
    if space is None:
        raise NotFound(NO_COMMENT)
    place = _place_in(session, thread_id, after or before)
    backward = after is None and before is not None
    found = second_level(session, actor, thread_id, place, PAGE_SIZE + 1, backward=backward)
    has_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    return ReplyRun(
        thread_id=thread_id,
        replies=[card(actor, space, *row) for row in (reversed(found) if backward else found)],
        after=after,
        before=before if backward else None,
        has_earlier=has_more if backward else after is not None,
        has_later=backward or has_more,
    )


@query
def get_thread(session: Session, actor: Actor, comment_id: UUID) -> ThreadCard | None:
    """The thread a comment stands in, as it is now; None when nothing of it is left or it is not to be seen."""
    comment = session.get(Comment, comment_id)
    space = None if comment is None else space_of(session, actor, comment.post_id)
    if comment is None or space is None:
        return None
    (top,) = rows(session, actor, col(Comment.id) == (comment.parent_id or comment.id))
    if top[0].deleted_at is not None and top[0].reply_count == 0:
        return None
    return _threads(session, actor, space, [top])[0]


@query
def list_new_comments(session: Session, actor: Actor, post_id: UUID, comment_ids: Collection[UUID]) -> NewComments:
    """Those of some comments under a post that are still there, twenty at most, in five statements at most.

    Raises NotFound when the post is not to be seen.
    """
    space = _require_space(session, actor, post_id)
    named = and_(col(Comment.id).in_(list(comment_ids)[:PAGE_SIZE]), col(Comment.post_id) == post_id)
    found = rows(session, actor, named, col(Comment.deleted_at).is_(None))
    found.sort(key=lambda row: place_of(row[0], ThreadSort.oldest))
    replies: dict[UUID, list[Row]] = {}
    for row in found:
        if row[0].parent_id is not None:
            replies.setdefault(row[0].parent_id, []).append(row)
    counts = select(col(Comment.id), col(Comment.reply_count)).where(col(Comment.id).in_(replies))
    return NewComments(
        threads=_threads(session, actor, space, [row for row in found if row[0].parent_id is None]),
        runs=[
            ReplyRun(thread_id=thread_id, replies=[card(actor, space, *row) for row in given], has_earlier=True)
            for thread_id, given in replies.items()
        ],
        reply_counts=dict(session.exec(counts).all()) if replies else {},
    )


@query
def get_comment(session: Session, actor: Actor, comment_id: UUID) -> CommentCard:
    """One comment with its words. Raises NotFound when it is gone or its post is not to be seen."""
    found = rows(session, actor, col(Comment.id) == comment_id, col(Comment.deleted_at).is_(None))
    space = space_of(session, actor, found[0][0].post_id) if found else None
    if space is None:
        raise NotFound(NO_COMMENT)
    return card(actor, space, *found[0])


def _require_space(session: Session, actor: Actor, post_id: UUID) -> Space:
    space = space_of(session, actor, post_id)
    if space is None:
        raise NotFound(NO_POST)
    return space


def _threads(session: Session, actor: Actor, space: Space, found: list[Row]) -> list[ThreadCard]:
    replies = first_replies(session, actor, [row[0] for row in found])
    return [_thread(actor, space, row, replies.get(row[0].id, [])) for row in found]


def _thread(actor: Actor, space: Space, row: Row, replies: list[Row]) -> ThreadCard:
    return ThreadCard(
        **card(actor, space, *row).model_dump(),
        replies=[card(actor, space, *reply) for reply in replies],
        has_later=row[0].reply_count > len(replies),
    )


def _run(session: Session, actor: Actor, space: Space, reply: Comment) -> dict[str, object]:
    """The replies around one of them, for its thread's card."""
    assert reply.parent_id is not None
    place = place_of(reply, ThreadSort.oldest)
    earlier = second_level(session, actor, reply.parent_id, place, AROUND + 1, backward=True)
    later = second_level(session, actor, reply.parent_id, place, PAGE_SIZE + 1, inclusive=True)
    shown = [*reversed(earlier[:AROUND]), *later[:PAGE_SIZE]]
    return {
        "replies": [card(actor, space, *row) for row in shown],
        "has_earlier": len(earlier) > AROUND,
        "has_later": len(later) > PAGE_SIZE,
    }


def _place_in(session: Session, thread_id: UUID, reply_id: UUID | None) -> Place | None:
    """Where a reply stands, a removed one too. Raises NotFound when it answers another comment."""
    if reply_id is None:
        return None
    reply = session.get(Comment, reply_id)
    if reply is None or reply.parent_id != thread_id:
        raise NotFound(NO_COMMENT)
    return place_of(reply, ThreadSort.oldest)
