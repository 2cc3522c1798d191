"""Where the deeds of a ledger can be looked at, as far as one may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.gamification.models import PointEntry, ReferenceType
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.ids import parse_id
from opentribe.kit.text import plain

HEX_LENGTH = 32  # of a UUID; a like is named by what is liked and, after it, by who likes
WORDS_SHOWN = 60
LOOKED_AT = 400  # characters that these words are taken from
OF_POSTS = frozenset({ReferenceType.post, ReferenceType.post_upvote})
OF_COMMENTS = frozenset({ReferenceType.comment, ReferenceType.comment_upvote})


def places_of(session: Session, actor: Actor, rows: Sequence[PointEntry]) -> dict[UUID, dict[str, str]]:
    """`about` and `path` for each row that is for something the actor may see; two statements."""
    posts, comments = _subjects(rows, OF_POSTS), _subjects(rows, OF_COMMENTS)
    found = _posts(session, actor, posts.values()) | _comments(session, actor, comments.values())
    return {row_id: found[subject] for row_id, subject in (posts | comments).items() if subject in found}


def _subjects(rows: Sequence[PointEntry], kinds: frozenset[ReferenceType]) -> dict[UUID, UUID]:
    named = {row.id: parse_id(row.reference_id[:HEX_LENGTH]) for row in rows if row.reference_type in kinds}
    return {row_id: subject for row_id, subject in named.items() if subject is not None}


def _posts(session: Session, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    rows = session.exec(
        select(Post.id, Post.title, Post.content)
        .join(Space, col(Space.id) == Post.space_id)
        .where(col(Post.id).in_(ids), col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    )
    return {row_id: {"about": _words(title, content), "path": f"/posts/{row_id}"} for row_id, title, content in rows}


def _comments(session: Session, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    rows = session.exec(
        select(Comment.id, Post.id, Post.title, Post.content)
        .join(Post, col(Post.id) == Comment.post_id)
        .join(Space, col(Space.id) == Post.space_id)
        .where(
            col(Comment.id).in_(ids),
            col(Comment.deleted_at).is_(None),
            col(Post.deleted_at).is_(None),
            spaces_policy.visible(actor),
        )
    )
    return {
        row_id: {"about": _words(title, content), "path": f"/posts/{post_id}?comment={row_id}"}
        for row_id, post_id, title, content in rows
    }


def _words(title: str, content: str) -> str:
    return title or plain(content[:LOOKED_AT], WORDS_SHOWN)
