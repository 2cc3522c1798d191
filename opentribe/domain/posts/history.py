"""Reading what a post or a comment said before it was edited: open to everyone who sees it now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.posts.models import Revision
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.references import rendered
from opentribe.domain.posts.schemas import VersionCard
from opentribe.domain.posts.thread import get_comment
from opentribe.kit.db import UtcDateTime
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor
from opentribe.kit.text import RENDERER_VERSION


@query
def list_post_versions(session: Session, actor: Actor, post_id: UUID, cursor: str = "") -> Page[VersionCard]:
    """What a post said before, newest first. Raises NotFound when the post is not to be seen."""
    get_post(session, actor, post_id)
    return _versions(session, col(Revision.post_id) == post_id, cursor)


@query
def list_comment_versions(session: Session, actor: Actor, comment_id: UUID, cursor: str = "") -> Page[VersionCard]:
    """What a comment said before, newest first. Raises NotFound when it is removed or not to be seen."""
    get_comment(session, actor, comment_id)
    return _versions(session, col(Revision.comment_id) == comment_id, cursor)


def _versions(session: Session, target: Any, cursor: str) -> Page[VersionCard]:
    before = decode_cursor(cursor)
    statement = select(Revision).where(target).order_by(col(Revision.created_at).desc(), col(Revision.id).desc())
    if before is not None:
        place = tuple_(literal(before[0], UtcDateTime()), literal(before[1], Uuid()))
        statement = statement.where(tuple_(col(Revision.created_at), col(Revision.id)) < place)
    rows = session.exec(statement.limit(PAGE_SIZE + 1)).all()
    head = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return Page(
        items=[
            VersionCard(**row.model_dump(include={"id", "title", "created_at"}), content_html=_html(session, row))
            for row in head
        ],
        next_cursor=encode_cursor(head[-1].created_at, head[-1].id) if more else "",
    )


def _html(session: Session, row: Revision) -> str:
    """As it was rendered then, unless the rules of rendering have changed since."""
    return row.content_html if row.renderer_version == RENDERER_VERSION else rendered(session, row.content)
