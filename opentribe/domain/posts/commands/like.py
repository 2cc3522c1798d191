"""Liking and unliking: one row for each identity, however often and at once it is pressed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import comment_row, post_row
from opentribe.domain.posts.facts import CommentLiked, CommentUnliked, PostLiked, PostUnliked
from opentribe.domain.posts.heat import add_votes, counts_for
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.domain.posts.schemas import LikeState
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id


@command
def like_post(session: Session, actor: Actor, post_id: UUID) -> LikeState:
    """Like a post as the acting identity. A second like changes nothing."""
    post, space, owner_id = post_row(session, actor, post_id)
    require(policy.can_like(actor, post, space))
    is_quiet = not counts_for(session, post_id, owner_id, actor.user_id or actor.owner_id)
    if insert_if_absent(session, PostUpvote, **_vote(actor), post_id=post_id, is_quiet=is_quiet):
        add_votes(session, post_id, likes=1, quiet=int(is_quiet))
        tell(session, PostLiked(post_id=post_id, identity_id=_voter(actor)))
    return LikeState(is_liked=True, like_count=_like_count(session, Post, post_id))


@command
def unlike_post(session: Session, actor: Actor, post_id: UUID) -> LikeState:
    """Take the like back. Without one, nothing changes."""
    post, space, _ = post_row(session, actor, post_id)
    require(policy.can_like(actor, post, space))
    mine = (col(PostUpvote.post_id) == post_id, col(PostUpvote.voter_id) == actor.identity_id)
    was_quiet = session.connection().execute(delete(PostUpvote).where(*mine).returning(col(PostUpvote.is_quiet))).all()
    if was_quiet:
        add_votes(session, post_id, likes=-1, quiet=-int(was_quiet[0][0]))
        tell(session, PostUnliked(post_id=post_id, identity_id=_voter(actor)))
    return LikeState(is_liked=False, like_count=_like_count(session, Post, post_id))


@command
def like_comment(session: Session, actor: Actor, comment_id: UUID) -> LikeState:
    """Like a comment as the acting identity. A second like changes nothing."""
    comment, space, _ = comment_row(session, actor, comment_id)
    require(policy.can_like(actor, comment, space))
    if insert_if_absent(session, CommentUpvote, **_vote(actor), comment_id=comment_id):
        _count(session, comment_id, 1)
        tell(session, CommentLiked(comment_id=comment_id, identity_id=_voter(actor)))
    return LikeState(is_liked=True, like_count=_like_count(session, Comment, comment_id))


@command
def unlike_comment(session: Session, actor: Actor, comment_id: UUID) -> LikeState:
    """Take the like of a comment back. Without one, nothing changes."""
    comment, space, _ = comment_row(session, actor, comment_id)
    require(policy.can_like(actor, comment, space))
    mine = (col(CommentUpvote.comment_id) == comment_id, col(CommentUpvote.voter_id) == actor.identity_id)
    if session.exec(delete(CommentUpvote).where(*mine)).rowcount:
        _count(session, comment_id, -1)
        tell(session, CommentUnliked(comment_id=comment_id, identity_id=_voter(actor)))
    return LikeState(is_liked=False, like_count=_like_count(session, Comment, comment_id))


def _voter(actor: Actor) -> UUID:
    assert actor.identity_id is not None
    return actor.identity_id


def _vote(actor: Actor) -> dict[str, Any]:
    return {"id": new_id(), "voter_id": _voter(actor), "created_at": clock.now()}


def _count(session: Session, comment_id: UUID, step: int) -> None:
    session.connection().execute(
        update(Comment).where(col(Comment.id) == comment_id).values(like_count=Comment.like_count + step)
    )


def _like_count(session: Session, table: type[Post] | type[Comment], row_id: UUID) -> int:
    return session.exec(select(table.like_count).where(table.id == row_id)).one()
