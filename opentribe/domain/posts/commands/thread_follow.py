"""Following and muting what is answered to a post; who writes there follows by itself, unless muted."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import post_row
from opentribe.domain.posts.models import Stance, ThreadFollow
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id


@command
def follow_thread(session: Session, actor: Actor, post_id: UUID) -> None:
    """Be told of new comments, also after having muted them."""
    _stand(session, actor, post_id, Stance.following)


@command
def mute_thread(session: Session, actor: Actor, post_id: UUID) -> None:
    """Hear nothing of new comments, also when one writes there oneself."""
    _stand(session, actor, post_id, Stance.muted)


@command
def leave_thread(session: Session, actor: Actor, post_id: UUID) -> None:
    """Neither follow nor mute; the next comment of one's own begins to follow again."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_keep(actor, post, space))
    mine = (col(ThreadFollow.post_id) == post_id, col(ThreadFollow.user_id) == actor.user_id)
    session.exec(delete(ThreadFollow).where(*mine))


def follow_by_writing(session: Session, actor: Actor, post_id: UUID) -> None:
    """Who posts or comments follows, unless the thread is muted; a bot without a member has nobody to tell."""
    if actor.user_id is not None:
        _insert(session, actor.user_id, post_id, Stance.following)


def _stand(session: Session, actor: Actor, post_id: UUID, stance: Stance) -> None:
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_keep(actor, post, space))
    assert actor.user_id is not None
    if _insert(session, actor.user_id, post_id, stance):
        return
    row = session.exec(
        select(ThreadFollow).where(ThreadFollow.post_id == post_id, ThreadFollow.user_id == actor.user_id)
    ).one()
    row.state = stance
    session.add(row)


def _insert(session: Session, user_id: UUID, post_id: UUID, stance: Stance) -> bool:
    row = {"id": new_id(), "user_id": user_id, "post_id": post_id, "state": stance, "created_at": clock.now()}
    return insert_if_absent(session, ThreadFollow, **row)
