"""Commenting: replies stand two levels deep, deeper ones land on the second."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files.uses import use_in_new_text
from opentribe.domain.identities.queries import pace
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import count_reply, post_row, space_of_post
from opentribe.domain.posts.commands.submission import earlier_submission, store_once
from opentribe.domain.posts.commands.thread_follow import follow_by_writing
from opentribe.domain.posts.facts import CommentPublished
from opentribe.domain.posts.heat import add_votes
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.queries import NO_POST
from opentribe.domain.posts.references import addresses_on, note_comment
from opentribe.domain.posts.schemas import CommentDraft, PreparedText, prepare_comment
from opentribe.domain.posts.voice import paced, speaker, speaking_as
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.policy import Standing
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid, NotFound
from opentribe.kit.facts import tell

PER_IDENTITY = "40/10 minutes"


@staged
def comment(database: Database, actor: Actor, draft: CommentDraft) -> UUID:
    """Answer a post or a comment and give the new comment's id; a repeated `submission_key` gives the first one's.

    Raises NotFound, Forbidden, SignInNeeded, Invalid naming the field, TooMany past the limit.
    """
    with database.read() as session:
        actor = speaking_as(session, actor, draft.identity_id)
        _require_open(session, actor, space_of_post(session, actor, draft.post_id))
        if (earlier := earlier_submission(session, Comment, actor, draft.submission_key)) is not None:
            return earlier
        rate = pace(session, actor, PER_IDENTITY, "comments_per_hour")
    prepared = prepare_comment(draft, addresses_on(database))
    limits.spend(rate, "comment", paced(actor), what="replies in a short time")
    return store_once(
        database,
        Comment,
        actor,
        draft.submission_key,
        lambda session: add_comment(session, actor, draft.post_id, draft.parent_id, prepared),
    )


@command
def add_comment(session: Session, actor: Actor, post_id: UUID, parent_id: UUID | None, text: PreparedText) -> UUID:
    """Store a prepared comment and count it; the part of `comment` inside one transaction."""
    require(policy.can_preview(actor))
    post, space, _ = post_row(session, actor, post_id)
    _require_open(session, actor, None if post is None or post.deleted_at is not None else space)
    identity = speaker(session, actor)
    thread_id = _second_level(session, post_id, parent_id)
    row = Comment(
        post_id=post_id,
        parent_id=thread_id,
        posting_identity_id=identity.id,
        author_name=identity.name,
        author_image=identity.image,
        created_at=clock.now(),
        content=text.content,
        content_html=text.content_html,
        renderer_version=text.renderer_version,
        submission_key=text.submission_key,
    )
    session.add(row)
    session.flush()
    use_in_new_text(session, actor, row.content, comment_id=row.id)
    add_votes(session, post_id, comments=1)
    if text.references:
        note_comment(session, actor, row, text.references)
    count_reply(session, thread_id, 1)
    follow_by_writing(session, actor, post_id)
    tell(session, CommentPublished(comment_id=row.id, post_id=post_id, identity_id=identity.id))
    return row.id


def _require_open(session: Session, actor: Actor, space: Standing | None) -> None:
    if space is None:
        raise NotFound(NO_POST)
    require(spaces_policy.can_comment(actor, space))


def _second_level(session: Session, post_id: UUID, parent_id: UUID | None) -> UUID | None:
    """The thread a reply belongs to. Raises Invalid when it answers a comment of another post or a removed one."""
    if parent_id is None:
        return None
    parent = session.get(Comment, parent_id)
    if parent is None or parent.post_id != post_id or parent.deleted_at is not None:
        raise Invalid(parent_id="The comment you answer is gone. Reply to the post instead.")
    return parent.parent_id or parent.id
