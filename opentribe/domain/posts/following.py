"""Whose posts stand in the feed of those one follows."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, or_, tuple_, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import IdentityFollow, PostingIdentity
from opentribe.domain.members.models import Follow
from opentribe.domain.posts.feed import Place
from opentribe.domain.posts.models import Post
from opentribe.kit.db import UtcDateTime


def latest_authors(
    session: Session, actor: Actor, space_ids: Sequence[UUID], after: Place | None, count: int, by_bots: bool | None
) -> list[UUID]:
    """The identities that a member follows whose latest post before a place is newest, at most `count`;
    bots alone or people alone unless `by_bots` is None.

    The `count` newest posts are all by these: each of them has one that is newer than all that the others wrote.
    So a page of somebody who follows hundreds costs one look into an index for each of them, however much is written.
    A member who is followed is so under their own name: their bots and pen names are followed one by one. One's own
    identities, bots aside, are among them as soon as one follows anybody: what one has just posted should be seen.
    """
    values: dict[str, Any] = {
        "me": actor.user_id, "mine": actor.identity_id, "spaces": list(space_ids), "count": count
    }  # fmt: skip
    if after is not None:
        values |= {"key": after[0], "row": after[1]}
    return list(session.connection().execute(_statement(after is not None, by_bots), values).scalars())


@functools.cache
def _statement(has_place: bool, by_bots: bool | None) -> Any:
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
    kinds = () if by_bots is None else (col(PostingIdentity.is_bot).is_(by_bots),)
    return (
        select(col(PostingIdentity.id))
        .where(col(PostingIdentity.id).in_(_followed()), *kinds)
        .join(latest, col(latest.id) == newest.correlate(PostingIdentity).scalar_subquery())
        .order_by(col(latest.created_at).desc(), col(latest.id).desc())
        .limit(bindparam("count"))
    )


def _followed() -> Any:
    """Members one follows as themselves, the bots and pen names one follows, and oneself once there is any of these."""
    me, mine = bindparam("me", type_=Uuid()), bindparam("mine", type_=Uuid())
    people = (
        select(col(PostingIdentity.id))
        .join(Follow, col(Follow.following_id) == PostingIdentity.user_id)
        .where(col(Follow.follower_id) == me, col(PostingIdentity.is_default))
    )
    others = select(col(IdentityFollow.following_id)).where(col(IdentityFollow.follower_id) == mine)
    follows_any = or_(
        exists().where(col(Follow.follower_id) == me), exists().where(col(IdentityFollow.follower_id) == mine)
    )
    own = select(col(PostingIdentity.id)).where(
        col(PostingIdentity.user_id) == me, col(PostingIdentity.is_bot).is_(False), follows_any
    )
    return union_all(people, others, own)
