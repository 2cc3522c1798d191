"""The feed's one statement: its cost depends on the page, not on how many posts there are."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, null, tuple_, union_all
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import Bookmark, Post, PostBase, PostUpvote
from opentribe.domain.posts.owners import OWNER, Owner, owned
from opentribe.domain.references.models import PostTag

# With few spaces, the head of each one's index is read and merged: a reader who sees little among much still
# pays for a page only. With more, most posts are visible anyway and one walk down the common index is shorter.
MERGED_SPACES = 40
PINS_FIRST = (col(Post.pinned_at).is_(None), col(Post.pinned_at).desc())
COLUMNS = tuple(PostBase.model_fields)

Order = Literal["created_at", "hot_score"]
Place = tuple[datetime | float, UUID]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where posts are looked for: the head of each lane is read from an index, and the heads are merged.

    Each of `values` belongs to `columns`, which an index begins with. `space_ids` hold where no column says them;
    without lanes the common index is walked. With `are_tagged` the index is that of the posts that carry a tag; it
    does not know bots from people, so each post `without_bots` is looked at.
    """

    columns: tuple[str, ...] = ()
    values: list[tuple[Any, ...]] = field(default_factory=list)
    space_ids: Sequence[UUID] | None = None
    are_tagged: bool = False
    without_bots: bool = False

    @property
    def are_empty(self) -> bool:
        """Whether there is nowhere to look."""
        return not self.values if self.columns else not self.space_ids


class Found(NamedTuple):
    """A post's feed columns, its identity's `Owner`, whether the reader likes and keeps it, its place in the order."""

    post: dict[str, Any]
    owner: Owner
    is_liked: bool
    is_bookmarked: bool
    place: Place


def in_spaces(space_ids: Sequence[UUID], order: Order, by_bots: bool | None) -> Lanes:
    """All posts of some spaces; of bots alone or of people alone unless `by_bots` is None."""
    if by_bots is None and order == "created_at":
        if len(space_ids) > MERGED_SPACES:
            return Lanes(space_ids=space_ids)
        return Lanes(("space_id",), [(space_id,) for space_id in space_ids])
    kinds = (False, True) if by_bots is None else (by_bots,)
    return Lanes(("space_id", "author_is_bot"), [(space_id, kind) for space_id in space_ids for kind in kinds])


def by_authors(identity_ids: Sequence[UUID], space_ids: Sequence[UUID]) -> Lanes:
    """What some identities posted in some spaces."""
    return Lanes(("posting_identity_id",), [(identity_id,) for identity_id in identity_ids], space_ids)


def with_tag(tag_id: UUID, space_ids: Sequence[UUID], *, without_bots: bool) -> Lanes:
    """The posts of some spaces that carry a tag."""
    if len(space_ids) > MERGED_SPACES:
        return Lanes(("tag_id",), [(tag_id,)], space_ids, are_tagged=True, without_bots=without_bots)
    lanes = [(space_id, tag_id) for space_id in space_ids]
    return Lanes(("space_id", "tag_id"), lanes, are_tagged=True, without_bots=without_bots)


def first_posts(
    session: Session,
    lanes: Lanes,
    reader: tuple[UUID | None, UUID | None],
    after: Place | None,
    count: int,
    *,
    order: Order = "created_at",
    pins_first: bool = False,
) -> list[Found]:
    """For a reader (identity, member), the first `count` posts after a place in the order, highest first.

    With `pins_first`, for one space, its pinned posts lead the first page and stand nowhere else.
    """
    shape = _statement(
        lanes.columns,
        len(lanes.values),
        lanes.space_ids is not None,
        order,
        are_tagged=lanes.are_tagged,
        without_bots=lanes.without_bots,
        has_reader=reader[0] is not None,
        has_place=after is not None,
        pins_first=pins_first,
    )
    values: dict[str, Any] = {"count": count}
    for number, lane in enumerate(lanes.values):
        values |= {f"{column}_{number}": value for column, value in zip(lanes.columns, lane, strict=True)}
    if lanes.space_ids is not None:
        values["spaces"] = list(lanes.space_ids)
    if reader[0] is not None:
        values["reader"], values["member"] = reader
    if after is not None:
        values |= {"key": after[0], "row": after[1]}
    return [_found(row) for row in session.connection().execute(shape, values)]


def _found(row: Any) -> Found:
    post = dict(zip(COLUMNS, row, strict=False))
    *owner, like_id, bookmark_id, key = row[len(COLUMNS) :]
    return Found(post, Owner(*owner), like_id is not None, bookmark_id is not None, (key, post["id"]))


@functools.lru_cache(maxsize=256)
def _statement(
    columns: tuple[str, ...],
    lanes: int,
    is_within: bool,
    order: Order,
    *,
    are_tagged: bool,
    without_bots: bool,
    has_reader: bool,
    has_place: bool,
    pins_first: bool,
) -> Any:
    """The statement for this many lanes. Building one costs as much as running it."""
    key = getattr(Post, order)
    source: Any = PostTag if are_tagged else Post
    conditions = [_lane(source, columns, number, is_within) for number in range(lanes)]
    conditions = conditions or [_lane(source, (), 0, is_within)]
    if without_bots:
        conditions = [and_(condition, _by_a_person()) for condition in conditions]
    heads = [_head(source, order, condition, has_place, pins_first).subquery() for condition in conditions]
    if pins_first and not has_place:
        heads += [_pinned(condition, key).subquery() for condition in conditions]
    merged = union_all(*(select(head.c.id, head.c[order]) for head in heads)).subquery()
    wanted = select(merged.c.id)
    if not pins_first:
        wanted = wanted.order_by(merged.c[order].desc(), merged.c.id.desc()).limit(bindparam("count"))
    marks = (col(PostUpvote.id), col(Bookmark.id)) if has_reader else (null(), null())
    shown: list[Any] = [*(getattr(Post, column) for column in COLUMNS), *OWNER, *marks, key]
    statement = (
        select(*shown)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .outerjoin(User, owned())
        .where(col(Post.id).in_(select(wanted.subquery().c.id)))
        .order_by(*(PINS_FIRST if pins_first else ()), key.desc(), col(Post.id).desc())
        .limit(bindparam("count"))
    )
    if not has_reader:
        return statement
    mine = and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == bindparam("reader", type_=Uuid()))
    kept = and_(col(Bookmark.post_id) == Post.id, col(Bookmark.user_id) == bindparam("member", type_=Uuid()))
    return statement.outerjoin(PostUpvote, mine).outerjoin(Bookmark, kept)


def _lane(source: Any, columns: tuple[str, ...], number: int, is_within: bool) -> Any:
    known = source.__table__.columns
    conditions = [known[column] == bindparam(f"{column}_{number}", type_=known[column].type) for column in columns]
    if is_within:
        conditions.append(known["space_id"].in_(bindparam("spaces", expanding=True, type_=Uuid())))
    if source is Post:  # what was removed carries no tag
        conditions.append(known["deleted_at"].is_(None))
    return and_(*conditions)


def _by_a_person() -> Any:
    """The condition on tagged posts that no bot wrote them."""
    return exists().where(col(Post.id) == PostTag.post_id, col(Post.author_is_bot).is_(False))


def _pinned(condition: Any, key: Any) -> Any:
    return select(col(Post.id), key).where(col(Post.pinned_at).is_not(None), condition)


def _head(source: Any, order: Order, condition: Any, has_place: bool, without_pinned: bool) -> Any:
    key, row_id = getattr(source, order), col(source.post_id if source is PostTag else source.id)
    statement: Any = select(row_id.label("id"), key).where(condition)
    if without_pinned:
        statement = statement.where(col(Post.pinned_at).is_(None))
    if has_place:
        place = tuple_(bindparam("key", type_=key.type), bindparam("row", type_=Uuid()))
        statement = statement.where(tuple_(key, row_id) < place)
    return statement.order_by(key.desc(), row_id.desc()).limit(bindparam("count"))
