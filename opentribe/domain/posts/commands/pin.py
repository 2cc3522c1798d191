"""Pinning: at most three posts stand first in a space, however many hands pin at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import post_row
from opentribe.domain.posts.facts import PostPinned, PostUnpinned
from opentribe.domain.posts.models import MOST_PINNED, Post
from opentribe.domain.spaces.models import Space
from opentribe.kit import clock
from opentribe.kit.errors import Conflict
from opentribe.kit.facts import tell

FULL = "Three posts are pinned in this space already. Unpin one of them first."


@command
def pin_post(session: Session, actor: Actor, post_id: UUID) -> datetime:
    """Put a post first in its space and tell since when it is. Raises Conflict when three are pinned already."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_pin(actor, post, space))
    assert post is not None
    if post.pinned_at is not None:
        return post.pinned_at
    # Whoever pins in this space meanwhile waits here, so that nobody counts what is about to change.
    session.exec(select(Space.id).where(Space.id == post.space_id).with_for_update()).one()
    pinned = select(func.count()).where(Post.space_id == post.space_id, col(Post.pinned_at).is_not(None))
    if session.exec(pinned).one() >= MOST_PINNED:
        raise Conflict(FULL)
    post.pinned_at = clock.now()
    session.add(post)
    tell(session, PostPinned(post_id=post.id, space_id=post.space_id))
    return post.pinned_at


@command
def unpin_post(session: Session, actor: Actor, post_id: UUID) -> None:
    """Give a post its place in time back. One that is not pinned stays as it is."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_pin(actor, post, space))
    assert post is not None
    if post.pinned_at is None:
        return
    post.pinned_at = None
    session.add(post)
    tell(session, PostUnpinned(post_id=post.id, space_id=post.space_id))
