"""Taking posts and comments out of sight, and putting posts back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import comment_row, count_reply, lock_post_of, post_row
from opentribe.domain.posts.facts import CommentRemoved, PostRemoved, PostRestored
from opentribe.domain.posts.heat import add_votes
from opentribe.domain.posts.references import forget_tags, note_tags_again
from opentribe.domain.spaces.models import Space
from opentribe.kit import clock
from opentribe.kit.facts import tell


@command
def remove_post(session: Session, actor: Actor, post_id: UUID) -> None:
    """Take a post out of every list, and off the pins. It is kept, so that `restore_post` can undo it."""
    post, space, owner_id = post_row(session, actor, post_id)
    require(policy.can_remove(actor, post, space, owner_id))
    assert post is not None
    post.deleted_at, post.deleted_by, post.pinned_at = clock.now(), actor.user_id, None
    session.add(post)
    forget_tags(session, post)
    _count_post(session, post.space_id, -1)
    tell(session, PostRemoved(post_id=post.id, by_user_id=actor.user_id))


@command
def restore_post(session: Session, actor: Actor, post_id: UUID) -> None:
    """Undo a removal."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_restore(actor, post, space))
    assert post is not None
    post.deleted_at = post.deleted_by = None
    session.add(post)
    note_tags_again(session, post)
    _count_post(session, post.space_id, 1)
    tell(session, PostRestored(post_id=post.id))


@command
def remove_comment(session: Session, actor: Actor, comment_id: UUID) -> None:
    """Take a comment's words out of sight; its place in the thread stays while something answers it."""
    lock_post_of(session, comment_id)
    comment, space, owner_id = comment_row(session, actor, comment_id)
    require(policy.can_remove(actor, comment, space, owner_id))
    assert comment is not None
    comment.deleted_at, comment.deleted_by = clock.now(), actor.user_id
    session.add(comment)
    session.flush()
    add_votes(session, comment.post_id, comments=-1)
    count_reply(session, comment.parent_id, -1)
    tell(session, CommentRemoved(comment_id=comment.id, post_id=comment.post_id))


def _count_post(session: Session, space_id: UUID, step: int) -> None:
    """Last, as where posts are made: whoever takes the space first and its tags then waits for the others for ever."""
    session.flush()
    session.connection().execute(
        update(Space).where(col(Space.id) == space_id).values(post_count=Space.post_count + step)
    )
