"""The statements behind lists for programs: plain rows of what is said, by whom and where, and nothing for a screen."""

from __future__ import annotations

import functools
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, null, or_, true, tuple_, union_all
from sqlalchemy.types import Uuid
from sqlmodel import col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.feed import MERGED_SPACES
from opentribe.domain.posts.heat import COMMENT_WEIGHT
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.kit.db import UtcDateTime


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
_RANKS: dict[Order, Any] = {
    Order.rising: col(Post.like_count) + COMMENT_WEIGHT * col(Post.comment_count),
    Order.top: col(Post.like_count),
    Order.best: col(Post.like_count),
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
def first_posts(order: Order, spaces: int, has_reader: bool, has_place: bool, has_authors: bool) -> Any:
    """The highest by the order's key, `:skip` left out, `:count` given, after the place (`:key`, `:row`) if any.

    Of so many spaces (`:space_0` and so on), and of what the identities in `:authors` wrote in those of `:seen`.
    """
    key = KEYS[order]
    within: list[ColumnElement[bool]] = [col(Post.space_id) == _space(number) for number in range(spaces)]
    if order is Order.hot:  # the index on the score tells bots and people apart
        kinds = (false(), true())
        within = [and_(room, col(Post.author_is_bot) == kind) for room in within for kind in kinds]
    elif spaces > MERGED_SPACES:
        within = [_any_of("spaces")]
    if has_authors:
        authors = col(Post.posting_identity_id).in_(bindparam("authors", expanding=True, type_=Uuid()))
        within.append(and_(authors, _any_of("seen")))
    parts = [select(_head(room, key, has_place).subquery().c.id) for room in within]
    wanted = parts[0] if len(parts) == 1 else select(union_all(*parts).subquery().c.id)
    statement = select(*post_columns(has_reader)).where(col(Post.id).in_(wanted))
    ordered = with_author(statement.order_by(key.desc(), col(Post.id).desc()), has_reader)
    return ordered.limit(bindparam("count")).offset(bindparam("skip"))


@functools.lru_cache(maxsize=64)
def ranked_posts(order: Order, has_reader: bool) -> Any:
    """Of the spaces in `:spaces` since `:since`, the best first."""
    rank = _RANKS[order]
    wanted = (
        select(col(Post.id), rank.label("rank"))
        .where(
            _any_of("spaces"),
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
    return with_author(ordered, has_reader)


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
    statement = select(col(Post.id)).where(col(Post.deleted_at).is_(None), within)
    if has_place:
        place = tuple_(bindparam("key", type_=key.type), bindparam("row", type_=Uuid()))
        statement = statement.where(tuple_(key, col(Post.id)) < place)
    return statement.order_by(key.desc(), col(Post.id).desc()).limit(bindparam("upto"))


def _any_of(name: str) -> ColumnElement[bool]:
    return col(Post.space_id).in_(bindparam(name, expanding=True, type_=Uuid()))


def _space(number: int) -> Any:
    return bindparam(f"space_{number}", type_=Uuid())
