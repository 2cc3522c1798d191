"""Reading posts and comments for programs: every order, any page size, the same rules of who may see what."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import IdentityFollow
from opentribe.domain.posts.lines import (
    KEYS,
    WINDOWS,
    Order,
    Spaces,
    comment_line,
    first_posts,
    post_line,
    post_seen,
    ranked_posts,
    replies,
    spaces_seen,
    top_comments,
)
from opentribe.domain.posts.queries import NO_POST
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import SpaceSubscription
from opentribe.kit import clock
from opentribe.kit.errors import Invalid, NotFound
from opentribe.kit.paging import decode_cursor, decode_score, encode_cursor
from opentribe.kit.prepared import numbered

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
    spaces = _spaces(session, actor, "named" if slug else "open", slug.lower())
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
    spaces = _spaces(session, actor, "open")
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
    spaces = _spaces(session, actor, "all")
    if not spaces:
        return Lines([], {})
    return _first(session, actor, Order.new, spaces, [], limit, "", 0, [identity_id])


@query
def get_line(session: Session, actor: Actor, post_id: UUID) -> tuple[Row[Any], tuple[UUID, str, str]]:
    """One post and its space. Raises NotFound."""
    statement = post_line(spaces_policy.sight_of(actor), actor.identity_id is not None)
    row = statement.first(session, post=post_id, **_reader(actor), **spaces_policy.viewer(actor))
    if row is None:
        raise NotFound(NO_POST)
    return row, (row.space_id, row.slug, row.name)


@query
def list_comment_lines(
    session: Session, actor: Actor, post_id: UUID, sort: str = "old", *, limit: int = 50, cursor: str = ""
) -> ThreadLines:
    """The comments under a post with what answers them, in three statements. Raises NotFound, Invalid."""
    _require_seen(session, actor, post_id)
    return _comment_lines(session, actor, post_id, sort, limit, cursor)


@query
def get_thread_lines(
    session: Session, actor: Actor, post_id: UUID, limit: int
) -> tuple[Row[Any], tuple[UUID, str, str], ThreadLines]:
    """A post, its space and its first comments, oldest first, in three statements. Raises NotFound."""
    row, space = get_line(session, actor, post_id)
    return row, space, _comment_lines(session, actor, post_id, "old", limit)


def _comment_lines(
    session: Session, actor: Actor, post_id: UUID, sort: str, limit: int, cursor: str = ""
) -> ThreadLines:
    values: dict[str, Any] = {"post": post_id, "count": limit + 1, **_reader(actor)}
    skip, place = 0, None
    if sort == "best":
        values["skip"] = skip = _skipped(cursor, 0)
    elif (place := decode_cursor(cursor)) is not None:
        values |= {"key": place[0], "row": place[1]}
    statement = top_comments(sort, actor.identity_id is not None, place is not None)
    found = statement.rows(session, **values)
    rows = found[:limit]
    answers = _replies(session, actor, [row.id for row in rows])
    living = [row for row in rows if row.deleted_at is None or answers.get(row.id)]
    return ThreadLines(living, answers, _next(found, rows, skip + limit if sort == "best" else None))


@query
def get_comment_line(session: Session, actor: Actor, comment_id: UUID) -> Row[Any]:
    """One comment. Raises NotFound when it is gone or its post is not to be seen."""
    row: Row[Any] | None = comment_line(actor.identity_id is not None).first(
        session, comment=comment_id, **_reader(actor)
    )
    if row is None:
        raise NotFound(NO_COMMENT)
    _require_seen(session, actor, row.post_id)
    return row


def _spaces(session: Session, actor: Actor, which: Spaces, slug: str = "") -> dict[UUID, tuple[UUID, str, str]]:
    values = {"slug": slug} if which == "named" else {}
    statement = spaces_seen(spaces_policy.sight_of(actor), which)
    return {row.id: row for row in statement.rows(session, **values, **spaces_policy.viewer(actor))}


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
    has_reader, seen = actor.identity_id is not None, list(spaces) if authors else []
    statement = first_posts(order, len(within), has_reader, after is not None, len(authors), len(seen))
    values: dict[str, Any] = {"count": limit + 1, "skip": skip, "upto": skip + limit + 1, **_reader(actor)}
    values |= numbered("space", within) | numbered("author", authors) | numbered("seen", seen)
    if after is not None:
        values |= {"key": after[0], "row": after[1]}
    found = statement.rows(session, **values)
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
    values = {"since": clock.now() - WINDOWS[order], "count": limit + 1, "skip": skip, **_reader(actor)}
    statement = ranked_posts(order, len(spaces), actor.identity_id is not None)
    found = statement.rows(session, **values, **numbered("space", list(spaces)))
    return Lines(found[:limit], spaces, _next(found, found[:limit], skip + limit))


def _require_seen(session: Session, actor: Actor, post_id: UUID) -> None:
    statement = post_seen(spaces_policy.sight_of(actor))
    if statement.first(session, post=post_id, **spaces_policy.viewer(actor)) is None:
        raise NotFound(NO_POST)


def _replies(session: Session, actor: Actor, tops: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = {}
    if not tops:
        return found
    room = (
        1 << (len(tops) - 1).bit_length()
    )  # few shapes of statement: what is left of the room names one of them again
    values = numbered("top", [*tops, *[tops[0]] * (room - len(tops))])
    statement = replies(room, actor.identity_id is not None)
    for row in statement.rows(session, count=REPLIES_SHOWN, **values, **_reader(actor)):
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
