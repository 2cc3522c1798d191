"""Statements over comments and the cards made of them: the order of each list, the place a cursor names in it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, literal, null, or_, tuple_, union_all
from sqlalchemy.types import Integer, Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import TOP, Comment, CommentBase, CommentUpvote, Post
from opentribe.domain.posts.owners import OWNER, Owner, owned
from opentribe.domain.posts.queries import shown
from opentribe.domain.posts.schemas import CommentCard, ThreadSort, version_of
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import UtcDateTime
from opentribe.kit.paging import PAGE_SIZE, decode_cursor, decode_ranked, encode_cursor, encode_ranked

REPLIES_FIRST = 3  # shown of each comment before anybody asks for more
# What is left of a removed comment: its place, and neither words nor anything that tells whose they were.
NOBODYS = {
    "posting_identity_id": UUID(int=0),
    "author_name": "",
    "author_image": None,
    "content": "",
    "content_html": "",
    "like_count": 0,
    "author_level": 0,
    "edited_at": None,
    "updated_at": None,
    "version": "",
    **dict.fromkeys(("author_handle", "author_path", "author_owner"), ""),
    **dict.fromkeys(("author_is_bot", "author_is_gone", "is_liked", "may_edit", "may_remove"), False),
}
COMMENT_COLUMNS = set(CommentBase.model_fields)
TIME = (col(Comment.created_at), col(Comment.id))
LIKES = (col(Comment.like_count), *TIME)
KINDS = (Integer(), UtcDateTime(), Uuid())

Row = tuple[Any, ...]  # a comment, the like of the reader, and the columns of its Owner
Place = tuple[Any, ...]


def place_of(comment: Comment, sort: ThreadSort) -> Place:
    """Where a comment stands in the order of a list."""
    time = (comment.created_at, comment.id)
    return (comment.like_count, *time) if sort is ThreadSort.liked else time


def encode(comment: Comment, sort: ThreadSort) -> str:
    """The cursor of a comment's place."""
    place = place_of(comment, sort)
    return encode_ranked(*place) if sort is ThreadSort.liked else encode_cursor(*place)


def decode(cursor: str, sort: ThreadSort) -> Place | None:
    """The place a cursor names. Raises Invalid for rubbish, and for a cursor of another order."""
    return decode_ranked(cursor) if sort is ThreadSort.liked else decode_cursor(cursor)


def space_of(session: Session, actor: Actor, post_id: UUID) -> Space | None:
    """The space of a post that the actor may see."""
    return session.exec(
        select(Space)
        .join(Post, col(Post.space_id) == Space.id)
        .where(Post.id == post_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    ).first()


def rows(session: Session, actor: Actor, *which: ColumnElement[bool], **given: Any) -> list[Row]:
    """Comments with the member behind each and the actor's like."""
    return list(session.exec(_comments(actor).where(*which), params=given).all())


def first_level(
    session: Session,
    actor: Actor,
    post_id: UUID,
    sort: ThreadSort,
    place: Place | None,
    count: int,
    *,
    backward: bool = False,
    inclusive: bool = False,
    but_not: Sequence[UUID] = (),
) -> list[Row]:
    """The next comments of the first level after a place, or before it; removed ones while something answers them."""
    keys = LIKES if sort is ThreadSort.liked else TIME
    top = (Comment.post_id == post_id, TOP)
    statement = _comments(actor).where(*top, or_(col(Comment.deleted_at).is_(None), col(Comment.reply_count) > 0))
    if but_not:
        statement = statement.where(col(Comment.id).not_in(but_not))
    return _in_order(
        session,
        statement,
        keys,
        place,
        count,
        is_falling=(sort is not ThreadSort.oldest) != backward,
        inclusive=inclusive,
    )


def second_level(
    session: Session,
    actor: Actor,
    thread_id: UUID,
    place: Place | None,
    count: int,
    *,
    backward: bool = False,
    inclusive: bool = False,
) -> list[Row]:
    """The next living replies of one comment after a place, or before it."""
    statement = _comments(actor).where(Comment.parent_id == thread_id, col(Comment.deleted_at).is_(None))
    return _in_order(session, statement, TIME, place, count, is_falling=backward, inclusive=inclusive)


def first_replies(session: Session, actor: Actor, threads: Sequence[Comment]) -> dict[UUID, list[Row]]:
    """The oldest replies of each comment that has any: one statement that reads as many index entries as it shows."""
    answered = [thread.id for thread in threads if thread.reply_count > 0]
    if not answered:
        return {}
    heads = _heads(len(answered))
    given = {f"thread_{number}": thread_id for number, thread_id in enumerate(answered)}
    found: dict[UUID, list[Row]] = {}
    statement = _comments(actor).where(col(Comment.id).in_(select(heads.c.id))).order_by(*TIME)
    for row in session.exec(statement, params=given):
        assert row[0].parent_id is not None
        found.setdefault(row[0].parent_id, []).append(row)
    return found


def card(actor: Actor, space: Space, comment: Comment, liked: UUID | None, *owner: Any) -> CommentCard:
    """A comment as the actor sees it."""
    values = comment.model_dump(include=COMMENT_COLUMNS)
    if comment.deleted_at is not None:
        return CommentCard(**values | NOBODYS)
    about = shown(actor, comment, space, Owner(*owner), liked)
    return CommentCard(**values, version=version_of(comment.edited_at), **about)


def _comments(actor: Actor) -> Any:
    liked = CommentUpvote.id if actor.identity_id else null()
    statement = (
        select(Comment, liked, *OWNER)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .outerjoin(User, owned())
    )
    if not actor.identity_id:
        return statement
    mine = and_(col(CommentUpvote.comment_id) == Comment.id, col(CommentUpvote.voter_id) == actor.identity_id)
    return statement.outerjoin(CommentUpvote, mine)


def _in_order(
    session: Session,
    statement: Any,
    keys: tuple[Any, ...],
    place: Place | None,
    count: int,
    *,
    is_falling: bool,
    inclusive: bool,
) -> list[Row]:
    if place is not None:
        kinds = KINDS[-len(keys) :]
        here = tuple_(*(literal(value, kind) for value, kind in zip(place, kinds, strict=True)))
        key = tuple_(*keys)
        beyond = (
            (key <= here if inclusive else key < here) if is_falling else (key >= here if inclusive else key > here)
        )
        statement = statement.where(beyond)
    order = [key.desc() if is_falling else key.asc() for key in keys]
    return list(session.exec(statement.order_by(*order).limit(count)).all())


@functools.lru_cache(maxsize=PAGE_SIZE + 1)
def _heads(count: int) -> Any:
    """The ids of the first replies of this many comments."""
    parts = [
        select(col(Comment.id))
        .where(Comment.parent_id == bindparam(f"thread_{number}", type_=Uuid()), col(Comment.deleted_at).is_(None))
        .order_by(*TIME)
        .limit(REPLIES_FIRST)
        .subquery()
        for number in range(count)
    ]
    return union_all(*(select(part.c.id) for part in parts)).subquery()
