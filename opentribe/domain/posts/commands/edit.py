"""Changing the words of posts and comments; what they said before is kept."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files.uses import use_in_text
from opentribe.domain.posts import policy
from opentribe.domain.posts.commands.rows import comment_row, post_row
from opentribe.domain.posts.facts import CommentEdited, PostEdited
from opentribe.domain.posts.models import Comment, Post, Revision
from opentribe.domain.posts.references import addresses_on, note_comment, note_post
from opentribe.domain.posts.schemas import (
    CommentEdit,
    PostDraft,
    PreparedText,
    prepare_comment,
    prepare_post,
    version_of,
)
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.errors import Conflict
from opentribe.kit.facts import tell

CHANGED = "This was changed meanwhile. Your words are still here: save again to replace the newer ones."


@staged
def edit_post(database: Database, actor: Actor, post_id: UUID, draft: PostDraft) -> None:
    """Replace title and words of one's own post.

    Raises NotFound, Forbidden, Invalid naming the field, Conflict when the draft began from older words.
    """
    with database.read() as session:
        require(policy.can_edit(actor, *post_row(session, actor, post_id)))
    prepared = prepare_post(draft, addresses_on(database))
    with database.write() as session:
        change_post(session, actor, post_id, prepared, draft.version)


@command
def change_post(session: Session, actor: Actor, post_id: UUID, text: PreparedText, version: str | None = None) -> None:
    """Store prepared words; the part of `edit_post` inside one transaction."""
    post, space, owner_id = post_row(session, actor, post_id)
    require(policy.can_edit(actor, post, space, owner_id))
    assert post is not None
    if (post.title, post.content) == (text.title, text.content):
        return
    _keep(session, actor, post, version)
    post.title, post.excerpt_html, post.is_whole = text.title, text.excerpt_html, text.is_whole
    _replace(session, post, text)
    use_in_text(session, actor, post.content, post_id=post.id)
    note_post(session, actor, post, text.references)
    tell(session, PostEdited(post_id=post.id))


@staged
def edit_comment(database: Database, actor: Actor, comment_id: UUID, draft: CommentEdit) -> None:
    """Replace the words of one's own comment. Raises as `edit_post` does."""
    with database.read() as session:
        require(policy.can_edit(actor, *comment_row(session, actor, comment_id)))
    prepared = prepare_comment(draft, addresses_on(database))
    with database.write() as session:
        change_comment(session, actor, comment_id, prepared, draft.version)


@command
def change_comment(
    session: Session, actor: Actor, comment_id: UUID, text: PreparedText, version: str | None = None
) -> None:
    """Store prepared words; the part of `edit_comment` inside one transaction."""
    comment, space, owner_id = comment_row(session, actor, comment_id)
    require(policy.can_edit(actor, comment, space, owner_id))
    assert comment is not None
    if comment.content == text.content:
        return
    _keep(session, actor, comment, version)
    _replace(session, comment, text)
    use_in_text(session, actor, comment.content, comment_id=comment.id)
    note_comment(session, actor, comment, text.references)
    tell(session, CommentEdited(comment_id=comment.id, post_id=comment.post_id))


def _keep(session: Session, actor: Actor, row: Post | Comment, version: str | None) -> None:
    """Put the present words into the history. Raises Conflict when they are not those that the edit began from."""
    if version is not None and version != version_of(row.edited_at):
        raise Conflict(CHANGED)
    is_post = isinstance(row, Post)
    session.add(
        Revision(
            post_id=row.id if is_post else None,
            comment_id=None if is_post else row.id,
            title=row.title if isinstance(row, Post) else "",
            content=row.content,
            content_html=row.content_html,
            renderer_version=row.renderer_version,
            edited_by=actor.user_id,
            created_at=row.edited_at or row.created_at,
        )
    )


def _replace(session: Session, row: Post | Comment, text: PreparedText) -> None:
    row.content, row.content_html, row.renderer_version = text.content, text.content_html, text.renderer_version
    row.edited_at = row.updated_at = clock.now()
    session.add(row)
