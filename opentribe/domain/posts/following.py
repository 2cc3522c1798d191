"""Whose posts stand in the feed of those one follows."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, tuple_, union
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Follow
from opentribe.domain.posts.feed import Place
from opentribe.domain.posts.models import Post
from opentribe.kit.db import UtcDateTime


def latest_authors(
    session: Session, user_id: UUID, space_ids: Sequence[UUID], after: Place | None, count: int
) -> list[UUID]:
    """The identities of those a member follows whose latest post before a place is newest, at most `count`.

    The `count` newest posts are all by these: each of them has one that is newer than all that the others wrote.
    So a page of somebody who follows hundreds costs one look into an index for each of them, however much is written.
    Bots that people own speak for themselves. One's own identities are among them as soon as one follows anybody: what
    one has just posted should be seen.
    """
    values: dict[str, Any] = {"me": user_id, "spaces": list(space_ids), "count": count}
    if after is not None:
        values |= {"key": after[0], "row": after[1]}
    return list(session.connection().execute(_statement(after is not None), values).scalars())


@functools.cache
def _statement(has_place: bool) -> Any:
    me = bindparam("me", type_=Uuid())
    people = union(
        select(col(Follow.following_id).label("id")).where(col(Follow.follower_id) == me),
        select(col(Follow.follower_id).label("id")).where(col(Follow.follower_id) == me),
    ).subquery()
    latest = aliased(Post)
    newest = select(col(Post.id)).where(
        Post.posting_identity_id == PostingIdentity.id,
        col(Post.deleted_at).is_(None),
        col(Post.space_id).in_(bindparam("spaces", expanding=True, type_=Uuid())),
    )
    if has_place:
        place = tuple_(bindparam("key", type_=UtcDateTime()), bindparam("row", type_=Uuid()))
        newest = newest.where(tuple_(col(Post.created_at), col(Post.id)) < place)
    newest = newest.order_by(col(Post.created_at).desc(), col(Post.id).desc()).limit(1)
    return (
        select(col(PostingIdentity.id))
        .join(people, people.c.id == PostingIdentity.user_id)
        .where(col(PostingIdentity.is_bot).is_(False))
        .join(latest, col(latest.id) == newest.correlate(PostingIdentity).scalar_subquery())
        .order_by(col(latest.created_at).desc(), col(latest.id).desc())
        .limit(bindparam("count"))
    )
