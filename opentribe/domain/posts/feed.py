"""The feed's one statement: its cost depends on the page, not on how many posts there are."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, null, tuple_, union_all
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Post, PostBase, PostUpvote
from opentribe.kit.db import UtcDateTime

# With few spaces, the head of each one's index is read and merged: a reader who sees little among much still
# pays for a page only. With more, most posts are visible anyway and one walk down the common index is shorter.
MERGED_SPACES = 40
PINS_FIRST = (col(Post.pinned_at).is_(None), col(Post.pinned_at).desc())
COLUMNS = tuple(PostBase.model_fields)

Place = tuple[datetime, UUID]
Row = tuple[dict[str, Any], UUID | None, bool, bool]


def newest(
    session: Session,
    space_ids: Sequence[UUID],
    reader_id: UUID | None,
    before: Place | None,
    count: int,
    *,
    pins_first: bool = False,
) -> list[Row]:
    """(a post's feed columns, its author's owner, whether that is a bot, whether the reader likes it), newest first.

    With `pins_first`, for one space, its pinned posts lead the first page and stand nowhere else.
    """
    merged = len(space_ids) <= MERGED_SPACES
    shape = _statement(len(space_ids) if merged else 0, reader_id is not None, before is not None, pins_first)
    values: dict[str, Any] = {"count": count}
    if merged:
        values |= {f"space_{number}": space_id for number, space_id in enumerate(space_ids)}
    else:
        values["spaces"] = list(space_ids)
    if reader_id is not None:
        values["reader"] = reader_id
    if before is not None:
        values |= {"moment": before[0], "row": before[1]}
    rows = session.connection().execute(shape, values)
    width = len(COLUMNS)
    return [
        (dict(zip(COLUMNS, row[:width], strict=True)), row[width], row[width + 1], row[width + 2] is not None)
        for row in rows
    ]


@functools.lru_cache(maxsize=256)
def _statement(merged: int, has_reader: bool, has_place: bool, pins_first: bool) -> Any:
    """The statement for this many spaces (0: for a list of them). Building one costs as much as running it."""
    if merged:
        rooms = [col(Post.space_id) == _space(number) for number in range(merged)]
        heads = [_head(room, has_place, pins_first).subquery() for room in rooms]
        if pins_first and not has_place:
            heads += [_pinned(room).subquery() for room in rooms]
        wanted = select(union_all(*(select(head.c.id) for head in heads)).subquery().c.id)
    else:
        within = col(Post.space_id).in_(bindparam("spaces", expanding=True, type_=Uuid()))
        wanted = select(_head(within, has_place, pins_first).subquery().c.id)
    like = col(PostUpvote.id) if has_reader else null()
    shown: list[Any] = [
        *(getattr(Post, column) for column in COLUMNS),
        PostingIdentity.user_id,
        PostingIdentity.is_bot,
        like,
    ]
    statement = (
        select(*shown)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .where(col(Post.id).in_(wanted))
        .order_by(*(PINS_FIRST if pins_first else ()), col(Post.created_at).desc(), col(Post.id).desc())
        .limit(bindparam("count"))
    )
    if not has_reader:
        return statement
    mine = and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == bindparam("reader", type_=Uuid()))
    return statement.outerjoin(PostUpvote, mine)


def _pinned(within: Any) -> Select[Any]:
    return select(col(Post.id)).where(col(Post.pinned_at).is_not(None), col(Post.deleted_at).is_(None), within)


def _head(within: Any, has_place: bool, without_pinned: bool) -> Select[Any]:
    statement = select(col(Post.id)).where(col(Post.deleted_at).is_(None), within)
    if without_pinned:
        statement = statement.where(col(Post.pinned_at).is_(None))
    if has_place:
        place = tuple_(bindparam("moment", type_=UtcDateTime()), bindparam("row", type_=Uuid()))
        statement = statement.where(tuple_(col(Post.created_at), col(Post.id)) < place)
    return statement.order_by(col(Post.created_at).desc(), col(Post.id).desc()).limit(bindparam("count"))


def _space(number: int) -> Any:
    return bindparam(f"space_{number}", type_=Uuid())
