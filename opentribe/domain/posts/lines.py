"""The statements behind lists for programs: plain rows of what is said, by whom and where, and nothing for a screen."""

from __future__ import annotations

import functools
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, bindparam, false, null, or_, true, tuple_, union_all
from sqlalchemy.types import Uuid
from sqlmodel import col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.feed import MERGED_SPACES
from opentribe.domain.posts.heat import COMMENT_WEIGHT
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.policy import Sight, visible_to
from opentribe.kit.db import UtcDateTime
from opentribe.kit.prepared import Prepared

Spaces = Literal["open", "all", "named"]


class Order(StrEnum):
    """In which order posts are listed."""

    new = "new"
    hot = "hot"
    top = "top"
    rising = "rising"
    best = "best"


# Ranked lists look back this far: their cost depends on how much was said meanwhile, not on how old the place is.
WINDOWS = {
    Order.rising: timedelta(days=2),
    Order.top: timedelta(days=30),
    Order.best: timedelta(days=30),
}
_LIKES = col(Post.like_count) - col(Post.quiet_like_count)
_RANKS: dict[Order, Any] = {
    Order.rising: _LIKES + COMMENT_WEIGHT * col(Post.comment_count),
    Order.top: _LIKES,
    Order.best: _LIKES,
}
KEYS: dict[Order, Any] = {Order.new: col(Post.created_at), Order.hot: col(Post.hot_score)}  # an index holds each
# Who answers for a bot, or is the member themselves. A pen name gives nobody away.
_PERSON = and_(
    col(User.id) == PostingIdentity.user_id, or_(col(PostingIdentity.is_bot), col(PostingIdentity.is_default))
)


def post_columns(has_reader: bool) -> list[Any]:
    """What a list shows of a post."""
    return [
        col(Post.id),
        col(Post.space_id),
        col(Post.posting_identity_id),
        col(Post.title),
        col(Post.content),
        col(Post.author_name),
        col(Post.author_image),
        col(Post.like_count),
        col(Post.comment_count),
        col(Post.created_at),
        col(Post.edited_at),
        col(Post.hot_score),
        col(PostingIdentity.is_bot),
        col(PostingIdentity.deleted_at).label("author_deleted_at"),
        col(User.username),
        (col(PostUpvote.id) if has_reader else null()).label("mine"),
    ]


def with_author(statement: Any, has_reader: bool) -> Any:
    """Join what `post_columns` names to a statement on posts; `:reader` is the identity that asks."""
    joined = statement.join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id).outerjoin(
        User, _PERSON
    )
    if not has_reader:
        return joined
    mine = and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == bindparam("reader", type_=Uuid()))
    return joined.outerjoin(PostUpvote, mine)


@functools.lru_cache(maxsize=256)
def first_posts(
    order: Order, spaces: int, has_reader: bool, has_place: bool, authors: int = 0, seen: int = 0
) -> Prepared:
    """The highest by the order's key, `:skip` left out, `:count` given, after the place (`:key`, `:row`) if any.

    Of so many spaces (`:space_0` and so on), and of what the identities `:author_0` and so on wrote in `:seen_0` and
    so on.
    """
    key = KEYS[order]
    within: list[ColumnElement[bool]] = [col(Post.space_id) == _space(number) for number in range(spaces)]
    if order is Order.hot:  # the index on the score tells bots and people apart
        kinds = (false(), true())
        within = [and_(room, col(Post.author_is_bot) == kind) for room in within for kind in kinds]
    elif spaces > MERGED_SPACES:
        within = [_one_of(col(Post.space_id), "space", spaces)]
    if authors:
        written = _one_of(col(Post.posting_identity_id), "author", authors)
        within.append(and_(written, _one_of(col(Post.space_id), "seen", seen)))
    heads = [_head(room, key, has_place) for room in within]
    if len(heads) == 1:
        rows = heads[0].subquery()
    else:
        rows = union_all(*(select(head.subquery()) for head in heads)).subquery()
    # Which ones is settled by the indexes alone: whole rows are read of those that are shown, and of no others.
    chosen = select(rows.c.key, rows.c.id).order_by(rows.c.key.desc(), rows.c.id.desc())
    wanted = (
        (chosen.distinct() if authors and spaces else chosen)
        .limit(bindparam("count"))
        .offset(bindparam("skip"))
        .subquery()
    )
    statement = select(*post_columns(has_reader)).select_from(wanted).join(Post, col(Post.id) == wanted.c.id)
    return Prepared(with_author(statement, has_reader).order_by(wanted.c.key.desc(), wanted.c.id.desc()))


@functools.lru_cache(maxsize=64)
def ranked_posts(order: Order, spaces: int, has_reader: bool) -> Prepared:
    """Of so many spaces (`:space_0` and so on) since `:since`, the best first."""
    rank = _RANKS[order]
    wanted = (
        select(col(Post.id), rank.label("rank"))
        .where(
            _one_of(col(Post.space_id), "space", spaces),
            col(Post.created_at) >= bindparam("since", type_=UtcDateTime()),
            col(Post.deleted_at).is_(None),
        )
        .order_by(rank.desc(), col(Post.created_at).desc(), col(Post.id).desc())
        .limit(bindparam("count"))
        .offset(bindparam("skip"))
        .subquery()
    )
    statement = select(*post_columns(has_reader)).join(wanted, wanted.c.id == Post.id)
    ordered = statement.order_by(wanted.c.rank.desc(), col(Post.created_at).desc(), col(Post.id).desc())
    return Prepared(with_author(ordered, has_reader))


@functools.lru_cache(maxsize=8)
def comment_lines(has_reader: bool) -> Any:
    """What a list shows of comments."""
    columns = [
        col(Comment.id),
        col(Comment.post_id),
        col(Comment.parent_id),
        col(Comment.posting_identity_id),
        col(Comment.content),
        col(Comment.author_name),
        col(Comment.author_image),
        col(Comment.like_count),
        col(Comment.created_at),
        col(Comment.edited_at),
        col(Comment.deleted_at),
        col(PostingIdentity.is_bot),
        col(PostingIdentity.deleted_at).label("author_deleted_at"),
        col(User.username),
        (col(CommentUpvote.id) if has_reader else null()).label("mine"),
    ]
    statement = (
        select(*columns)
        .join(PostingIdentity, col(PostingIdentity.id) == Comment.posting_identity_id)
        .outerjoin(User, _PERSON)
    )
    if not has_reader:
        return statement
    reader = bindparam("reader", type_=Uuid())
    return statement.outerjoin(
        CommentUpvote, and_(col(CommentUpvote.comment_id) == Comment.id, col(CommentUpvote.voter_id) == reader)
    )


def _head(within: ColumnElement[bool], key: Any, has_place: bool) -> Any:
    statement = select(col(Post.id), key.label("key")).where(col(Post.deleted_at).is_(None), within)
    if has_place:
        place = tuple_(bindparam("key", type_=key.type), bindparam("row", type_=Uuid()))
        statement = statement.where(tuple_(key, col(Post.id)) < place)
    return statement.order_by(key.desc(), col(Post.id).desc()).limit(bindparam("upto"))


def _one_of(column: Any, name: str, count: int) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.in_(
        [bindparam(f"{name}_{number}", type_=Uuid()) for number in range(count)]
    )
    return condition


def _space(number: int) -> Any:
    return bindparam(f"space_{number}", type_=Uuid())


@functools.lru_cache(maxsize=64)
def post_line(sight: Sight, has_reader: bool) -> Prepared:
    """The post `:post`, with its space, when somebody of that sight sees it."""
    statement = select(*post_columns(has_reader), col(Space.slug), col(Space.name)).join(  # type: ignore[call-overload]
        Space, col(Space.id) == Post.space_id
    )
    seen = (col(Post.deleted_at).is_(None), visible_to(sight))
    return Prepared(with_author(statement, has_reader).where(Post.id == bindparam("post", type_=Uuid()), *seen))


@functools.lru_cache(maxsize=64)
def post_seen(sight: Sight) -> Prepared:
    """Whether somebody of that sight sees the post `:post`."""
    return Prepared(
        select(Post.id)
        .join(Space, col(Space.id) == Post.space_id)
        .where(Post.id == bindparam("post", type_=Uuid()), col(Post.deleted_at).is_(None), visible_to(sight))
    )


@functools.lru_cache(maxsize=64)
def spaces_seen(sight: Sight, which: Spaces) -> Prepared:
    """(id, slug, name) of what somebody of that sight sees: open spaces, archived ones too, or `:slug`."""
    where: dict[Spaces, Any] = {
        "open": col(Space.archived_at).is_(None),
        "all": true(),
        "named": col(Space.slug) == bindparam("slug"),
    }
    return Prepared(select(Space.id, Space.slug, Space.name).where(visible_to(sight), where[which]))


@functools.lru_cache(maxsize=16)
def top_comments(sort: str, has_reader: bool, has_place: bool) -> Prepared:
    """Of the post `:post`, `:count` comments that answer none: by `best`, or by time after (`:key`, `:row`)."""
    top = comment_lines(has_reader).where(
        Comment.post_id == bindparam("post", type_=Uuid()), col(Comment.parent_id).is_(None)
    )
    by_time = (col(Comment.created_at), col(Comment.id))
    if sort == "best":
        top = top.order_by(col(Comment.like_count).desc(), *by_time).offset(bindparam("skip"))
    elif sort == "new":
        top = top.order_by(*(each.desc() for each in by_time))
    else:
        top = top.order_by(*by_time)
    if has_place:
        place = tuple_(bindparam("key", type_=UtcDateTime()), bindparam("row", type_=Uuid()))
        top = top.where(tuple_(*by_time) < place if sort == "new" else tuple_(*by_time) > place)
    return Prepared(top.limit(bindparam("count")))


@functools.lru_cache(maxsize=32)
def replies(count: int, has_reader: bool) -> Prepared:
    """What answers so many comments (`:top_0` and so on), oldest first, `:count` at most."""
    answers = comment_lines(has_reader).where(
        _one_of(col(Comment.parent_id), "top", count), col(Comment.deleted_at).is_(None)
    )
    return Prepared(answers.order_by(col(Comment.created_at), col(Comment.id)).limit(bindparam("count")))


@functools.lru_cache(maxsize=2)
def comment_line(has_reader: bool) -> Prepared:
    """The comment `:comment`, unless it was deleted."""
    living = col(Comment.deleted_at).is_(None)
    return Prepared(comment_lines(has_reader).where(Comment.id == bindparam("comment", type_=Uuid()), living))
