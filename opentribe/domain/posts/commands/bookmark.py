"""Bookmarks: a member keeps a post for later, once, and lets it go again."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, delete

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import post_row
from opentribe.domain.posts.models import Bookmark
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id


@command
def bookmark_post(session: Session, actor: Actor, post_id: UUID) -> None:
    """Keep a post. A second time changes nothing."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_keep(actor, post, space))
    assert actor.user_id is not None
    row = {"id": new_id(), "user_id": actor.user_id, "post_id": post_id, "created_at": clock.now()}
    insert_if_absent(session, Bookmark, **row)


@command
def unbookmark_post(session: Session, actor: Actor, post_id: UUID) -> None:
    """Let a post go. Without a bookmark, nothing changes."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_keep(actor, post, space))
    session.exec(delete(Bookmark).where(col(Bookmark.post_id) == post_id, col(Bookmark.user_id) == actor.user_id))
