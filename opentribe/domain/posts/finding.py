"""Finding what was said by its words: every word has to be in it, the newest comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, literal, or_, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.lines import comment_lines, post_columns, with_author
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import UtcDateTime
from opentribe.kit.errors import Invalid
from opentribe.kit.paging import decode_cursor, encode_cursor
from opentribe.kit.text import clean

MOST_WORDS = 8
SHORTEST = 2  # letters; a single one is in everything
Spaces = dict[UUID, tuple[UUID, str, str]]


@dataclass(frozen=True, slots=True)
class FoundLines:
    """Rows with how well each fits (0 to 1), the spaces they are in, and where the list goes on."""

    rows: list[tuple[Row[Any], float]]
    spaces: Spaces
    next_cursor: str = ""


@query
def find_posts(session: Session, actor: Actor, text: str, limit: int, cursor: str = "") -> FoundLines:
    """Posts with every word in title or text, newest first. Raises Invalid on `q` or `cursor`."""
    words, spaces, before = _words(text), _spaces(session, actor), decode_cursor(cursor)
    has_reader = actor.identity_id is not None
    said = [or_(col(Post.title).icontains(word, autoescape=True), _has(Post.content, word)) for word in words]
    statement = with_author(select(*post_columns(has_reader)), has_reader).where(
        col(Post.deleted_at).is_(None), col(Post.space_id).in_(list(spaces)), *said, *_kinds(actor)
    )
    if before is not None:
        statement = statement.where(tuple_(col(Post.created_at), col(Post.id)) < _place(before))
    ordered = statement.order_by(col(Post.created_at).desc(), col(Post.id).desc()).limit(limit + 1)
    return _found(session.connection().execute(ordered, _reader(actor)).all(), words, spaces, limit)


@query
def find_comments(session: Session, actor: Actor, text: str, limit: int, cursor: str = "") -> FoundLines:
    """Comments with every word in them, newest first. Raises as `find_posts` does."""
    words, spaces, before = _words(text), _spaces(session, actor), decode_cursor(cursor)
    statement = (
        comment_lines(actor.identity_id is not None)
        .join(Post, col(Post.id) == Comment.post_id)
        .where(
            col(Comment.deleted_at).is_(None),
            col(Post.deleted_at).is_(None),
            col(Post.space_id).in_(list(spaces)),
            *(_has(Comment.content, word) for word in words),
            *_kinds(actor),
        )
    )
    if before is not None:
        statement = statement.where(tuple_(col(Comment.created_at), col(Comment.id)) < _place(before))
    ordered = statement.order_by(col(Comment.created_at).desc(), col(Comment.id).desc()).limit(limit + 1)
    return _found(session.connection().execute(ordered, _reader(actor)).all(), words, spaces, limit)


@query
def find_agents(session: Session, actor: Actor, text: str, limit: int) -> list[tuple[UUID, str, str, float]]:
    """(id, name, description, fit) of bots with every word in name or description; none for those who hide bots."""
    words = _words(text)
    if actor.hides_bots:
        return []
    said = [or_(_has(PostingIdentity.name, word), _has(PostingIdentity.description, word)) for word in words]
    rows = session.exec(
        select(PostingIdentity.id, PostingIdentity.name, PostingIdentity.description)
        .where(col(PostingIdentity.is_bot), col(PostingIdentity.deleted_at).is_(None), and_(*said))
        .order_by(PostingIdentity.name, col(PostingIdentity.id))
        .limit(limit)
    ).all()
    return [(row[0], row[1], row[2], _fit(words, row[1])) for row in rows]


@query
def find_spaces(session: Session, actor: Actor, text: str, limit: int) -> list[tuple[UUID, str, str, str, float]]:
    """(id, slug, name, description, fit) of spaces with every word in name or description."""
    words = _words(text)
    said = [or_(_has(Space.name, word), _has(Space.description, word)) for word in words]
    rows = session.exec(
        select(Space.id, Space.slug, Space.name, Space.description)
        .where(spaces_policy.visible(actor), and_(*said))
        .order_by(col(Space.position), col(Space.id))
        .limit(limit)
    ).all()
    return [(row[0], row[1], row[2], row[3], _fit(words, row[2])) for row in rows]


def _kinds(actor: Actor) -> list[ColumnElement[bool]]:
    """The condition on authors that whoever hides bots has."""
    return [col(PostingIdentity.is_bot).is_(False)] if actor.hides_bots else []


def _words(text: str) -> list[str]:
    words = list(dict.fromkeys(clean(text, keep_lines=False).lower().split()))
    if not words or all(len(word) < SHORTEST for word in words):
        raise Invalid(q=f"Write at least one word of {SHORTEST} letters.")
    return words[:MOST_WORDS]


def _spaces(session: Session, actor: Actor) -> Spaces:
    columns = select(Space.id, Space.slug, Space.name).where(spaces_policy.visible(actor))
    return {row[0]: (row[0], row[1], row[2]) for row in session.connection().execute(columns)}


def _found(rows: Any, words: list[str], spaces: Spaces, limit: int) -> FoundLines:
    head = rows[:limit]
    fitting = [(row, _fit(words, getattr(row, "title", row.content))) for row in head]
    more = len(rows) > limit
    return FoundLines(fitting, spaces, encode_cursor(head[-1].created_at, head[-1].id) if more else "")


def _fit(words: list[str], heading: str) -> float:
    """Half for having the words at all, the rest for the share of them that stands in the heading."""
    lowered = heading.lower()
    return round(0.5 + 0.5 * sum(word in lowered for word in words) / len(words), 3)


def _has(column: Any, word: str) -> Any:
    return col(column).icontains(word, autoescape=True)


def _place(before: tuple[Any, UUID]) -> Any:
    return tuple_(literal(before[0], UtcDateTime()), literal(before[1], Uuid()))


def _reader(actor: Actor) -> dict[str, Any]:
    return {} if actor.identity_id is None else {"reader": actor.identity_id}
