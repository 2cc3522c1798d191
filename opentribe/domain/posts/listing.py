"""Reading posts and comments for programs: every order, any page size, the same rules of who may see what."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, literal, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import IdentityFollow
from opentribe.domain.posts.feed import MERGED_SPACES
from opentribe.domain.posts.lines import KEYS, WINDOWS, Order, comment_lines, first_posts, post_columns, ranked_posts
from opentribe.domain.posts.lines import with_author as _with_author
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.queries import NO_POST
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space, SpaceSubscription
from opentribe.kit import clock
from opentribe.kit.db import UtcDateTime
from opentribe.kit.errors import Invalid, NotFound
from opentribe.kit.paging import decode_cursor, decode_score, encode_cursor

MOST = 100  # rows of a page
DEEPEST = 1_000  # rows that an offset, or the cursor of a ranked list, may leave out
REPLIES_SHOWN = 500
NO_SPACE = "This space does not exist, or it is not for you to see."
NO_COMMENT = "This comment does not exist, or it is not for you to see."


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as `lines` names their columns, the spaces they are in by id, and where the list goes on."""

    rows: Sequence[Row[Any]]
    spaces: dict[UUID, tuple[UUID, str, str]]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class ThreadLines:
    """Top-level comments and, by the comment they answer, the replies, oldest first."""

    rows: Sequence[Row[Any]]
    replies: dict[UUID, list[Row[Any]]]
    next_cursor: str = ""


@query
def list_lines(
    session: Session,
    actor: Actor,
    order: Order = Order.new,
    *,
    limit: int = 20,
    cursor: str = "",
    offset: int = 0,
    slug: str = "",
) -> Lines:
    """Posts of every open space that the actor may see, or of one. Two statements whatever there is.

    Raises NotFound when the space is not to be seen, Invalid for a cursor or an offset that cannot be used.
    """
    where = col(Space.slug) == slug.lower() if slug else col(Space.archived_at).is_(None)
    spaces = _spaces(session, actor, where)
    if slug and not spaces:
        raise NotFound(NO_SPACE)
    if order in KEYS:
        return _first(session, actor, order, spaces, list(spaces), limit, cursor, offset)
    return _ranked(session, actor, order, spaces, limit, cursor, offset)


@query
def list_own_feed(
    session: Session,
    actor: Actor,
    order: Order = Order.new,
    *,
    limit: int = 20,
    cursor: str = "",
    offset: int = 0,
) -> Lines:
    """Posts of the spaces that the identity subscribes to and of the identities it follows; all while it has neither.

    The orders that look back over a time rank the subscribed spaces only.
    """
    spaces = _spaces(session, actor, col(Space.archived_at).is_(None))
    mine = session.exec(
        select(SpaceSubscription.space_id).where(SpaceSubscription.posting_identity_id == actor.identity_id)
    ).all()
    authors = session.exec(
        select(IdentityFollow.following_id).where(IdentityFollow.follower_id == actor.identity_id).limit(DEEPEST)
    ).all()
    subscribed = [space_id for space_id in spaces if space_id in set(mine)]
    if not subscribed and not authors:
        subscribed = list(spaces)
    if order in KEYS:
        return _first(session, actor, order, spaces, subscribed, limit, cursor, offset, authors)
    chosen = {space_id: spaces[space_id] for space_id in subscribed} or spaces
    return _ranked(session, actor, order, chosen, limit, cursor, offset)


@query
def list_written(session: Session, actor: Actor, identity_id: UUID, limit: int = 20) -> Lines:
    """What an identity wrote last, as far as the actor may see it."""
    spaces = _spaces(session, actor, col(Space.deleted_at).is_(None))
    if not spaces:
        return Lines([], {})
    return _first(session, actor, Order.new, spaces, [], limit, "", 0, [identity_id])


@query
def get_line(session: Session, actor: Actor, post_id: UUID) -> tuple[Row[Any], tuple[UUID, str, str]]:
    """One post and its space. Raises NotFound."""
    has_reader = actor.identity_id is not None
    statement = _with_author(
        select(*post_columns(has_reader), col(Space.slug), col(Space.name)).join(Space, col(Space.id) == Post.space_id),  # type: ignore[call-overload]
        has_reader,
    ).where(col(Post.id) == post_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    row = session.connection().execute(statement, _reader(actor)).first()
    if row is None:
        raise NotFound(NO_POST)
    return row, (row.space_id, row.slug, row.name)


@query
def list_comment_lines(
    session: Session, actor: Actor, post_id: UUID, sort: str = "old", *, limit: int = 50, cursor: str = ""
) -> ThreadLines:
    """The comments under a post with what answers them, in three statements. Raises NotFound, Invalid."""
    _require_seen(session, actor, post_id)
    statement = comment_lines(actor.identity_id is not None).where(Comment.post_id == post_id)
    top = statement.where(col(Comment.parent_id).is_(None))
    skip = 0
    if sort == "best":
        skip = _skipped(cursor, 0)
        top = top.order_by(col(Comment.like_count).desc(), col(Comment.created_at), col(Comment.id)).offset(skip)
    else:
        top = _by_time(top, cursor, newest_first=sort == "new")
    found = session.connection().execute(top.limit(limit + 1), _reader(actor)).all()
    rows = found[:limit]
    replies = _replies(session, actor, statement, [row.id for row in rows])
    living = [row for row in rows if row.deleted_at is None or replies.get(row.id)]
    return ThreadLines(living, replies, _next(found, rows, skip + limit if sort == "best" else None))


@query
def get_comment_line(session: Session, actor: Actor, comment_id: UUID) -> Row[Any]:
    """One comment. Raises NotFound when it is gone or its post is not to be seen."""
    statement = comment_lines(actor.identity_id is not None).where(
        Comment.id == comment_id, col(Comment.deleted_at).is_(None)
    )
    row = session.connection().execute(statement, _reader(actor)).first()
    if row is None:
        raise NotFound(NO_COMMENT)
    _require_seen(session, actor, row.post_id)
    return row


def _spaces(session: Session, actor: Actor, where: ColumnElement[bool]) -> dict[UUID, tuple[UUID, str, str]]:
    columns = select(Space.id, Space.slug, Space.name).where(spaces_policy.visible(actor), where)
    return {row[0]: (row[0], row[1], row[2]) for row in session.connection().execute(columns)}


def _first(
    session: Session,
    actor: Actor,
    order: Order,
    spaces: dict[UUID, tuple[UUID, str, str]],
    within: Sequence[UUID],
    limit: int,
    cursor: str,
    offset: int,
    authors: Sequence[UUID] = (),
) -> Lines:
    after = decode_score(cursor) if order is Order.hot else decode_cursor(cursor)
    skip = _skipped("", offset)
    if not within and not authors:
        return Lines([], spaces)
    statement = first_posts(order, len(within), actor.identity_id is not None, after is not None, bool(authors))
    values: dict[str, Any] = {"count": limit + 1, "skip": skip, "upto": skip + limit + 1, **_reader(actor)}
    values |= {f"space_{number}": space_id for number, space_id in enumerate(within)}
    if authors:
        values |= {"authors": list(authors), "seen": list(spaces)}
    if len(within) > MERGED_SPACES:
        values["spaces"] = list(within)
    if after is not None:
        values |= {"key": after[0], "row": after[1]}
    found = session.connection().execute(statement, values).all()
    return Lines(
        found[:limit], spaces, _next(found, found[:limit], by="hot_score" if order is Order.hot else "created_at")
    )


def _ranked(
    session: Session,
    actor: Actor,
    order: Order,
    spaces: dict[UUID, tuple[UUID, str, str]],
    limit: int,
    cursor: str,
    offset: int,
) -> Lines:
    skip = _skipped(cursor, offset)
    if not spaces:
        return Lines([], spaces)
    values = {"spaces": list(spaces), "since": clock.now() - WINDOWS[order], "count": limit + 1, "skip": skip}
    found = (
        session.connection().execute(ranked_posts(order, actor.identity_id is not None), values | _reader(actor)).all()
    )
    return Lines(found[:limit], spaces, _next(found, found[:limit], skip + limit))


def _require_seen(session: Session, actor: Actor, post_id: UUID) -> None:
    seen = (
        select(Post.id)
        .join(Space, col(Space.id) == Post.space_id)
        .where(Post.id == post_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    )
    if session.connection().execute(seen).first() is None:
        raise NotFound(NO_POST)


def _by_time(statement: Any, cursor: str, *, newest_first: bool) -> Any:
    place = decode_cursor(cursor)
    here = tuple_(col(Comment.created_at), col(Comment.id))
    if place is not None:
        there = tuple_(literal(place[0], UtcDateTime()), literal(place[1], Uuid()))
        statement = statement.where(here < there if newest_first else here > there)
    if newest_first:
        return statement.order_by(col(Comment.created_at).desc(), col(Comment.id).desc())
    return statement.order_by(col(Comment.created_at), col(Comment.id))


def _replies(session: Session, actor: Actor, statement: Any, tops: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    answers = statement.where(col(Comment.parent_id).in_(list(tops)), col(Comment.deleted_at).is_(None))
    ordered = answers.order_by(col(Comment.created_at), col(Comment.id)).limit(REPLIES_SHOWN)
    found: dict[UUID, list[Row[Any]]] = {}
    for row in session.connection().execute(ordered, _reader(actor)):
        found.setdefault(row.parent_id, []).append(row)
    return found


def _reader(actor: Actor) -> dict[str, Any]:
    return {} if actor.identity_id is None else {"reader": actor.identity_id}


def _next(found: Sequence[Row[Any]], shown: Sequence[Row[Any]], skip: int | None = None, by: str = "created_at") -> str:
    """The cursor after the rows that are shown: a place in the order, or in a ranked list the rows to leave out."""
    if len(found) <= len(shown):
        return ""
    if skip is None:
        return encode_cursor(getattr(shown[-1], by), shown[-1].id)
    return base64.urlsafe_b64encode(f"skip {skip}".encode()).decode().rstrip("=") if skip <= DEEPEST else ""


def _skipped(cursor: str, offset: int) -> int:
    skip = offset
    if cursor:
        try:
            word, _, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
            if word != "skip" or not number.isdecimal() or len(number) > 4:
                raise ValueError("another list's cursor")
        except (ValueError, binascii.Error):
            raise Invalid(cursor="This cursor belongs to another list. Begin again without it.") from None
        skip += int(number)
    if skip > DEEPEST:
        raise Invalid(offset=f"Lists go {DEEPEST:,} rows deep this way. Use `sort=new` with `cursor`.")
    return skip
