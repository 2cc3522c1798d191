"""Tying files to what shows them, in the transaction that stores the text; for commands of other features."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.files import policy
from opentribe.domain.files.models import File, FileKind, FileUse
from opentribe.domain.files.schemas import ids_in, url_of
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id


def use_in_text(
    session: Session, actor: Actor, text: str, *, post_id: UUID | None = None, comment_id: UUID | None = None
) -> None:
    """Make the uses of a post or a comment those that its text names.

    Only the writer's own files count: naming the id of another's opens nothing.
    """
    place = {"post_id": post_id} if post_id else {"comment_id": comment_id}
    column, target = next((col(getattr(FileUse, name)), value) for name, value in place.items())
    named = _own(session, actor, ids_in(text))
    held = set(session.exec(select(FileUse.file_id).where(column == target)).all())
    _touch(session, held ^ named)
    if gone := held - named:
        session.exec(delete(FileUse).where(column == target, col(FileUse.file_id).in_(gone)))
    for file_id in named - held:
        insert_if_absent(session, FileUse, id=new_id(), file_id=file_id, created_at=clock.now(), **place)


def use_in_new_text(
    session: Session, actor: Actor, text: str, *, post_id: UUID | None = None, comment_id: UUID | None = None
) -> None:
    """As `use_in_text`, for a text that nothing was tied to so far: most name no file, and cost nothing."""
    if ids_in(text):
        use_in_text(session, actor, text, post_id=post_id, comment_id=comment_id)


def _own(session: Session, actor: Actor, ids: list[UUID]) -> set[UUID]:
    """Locked, so that none of them is swept meanwhile."""
    if not ids or actor.user_id is None:
        return set()
    mine = select(File.id).where(col(File.id).in_(ids), File.owner_id == actor.user_id)
    return set(session.exec(mine.with_for_update(key_share=True)).all())


def use_as_avatar(session: Session, actor: Actor, file_id: UUID | None) -> str | None:
    """Make this the picture of the actor, or none; gives its address. Raises NotFound when it is not theirs."""
    return _use_alone(session, actor, FileKind.avatar, file_id, {"user_id": actor.user_id})


def use_as_cover(session: Session, actor: Actor, space_id: UUID, file_id: UUID | None) -> str | None:
    """Make this the cover of a space, or none; gives its address. Raises NotFound when it is not the actor's."""
    return _use_alone(session, actor, FileKind.cover, file_id, {"space_id": space_id})


def use_as_face(session: Session, actor: Actor, identity_id: UUID, file_id: UUID | None) -> str | None:
    """Make this the picture of a bot or a pen name, or none; gives its address. Raises as `use_as_avatar` does."""
    return _use_alone(session, actor, FileKind.avatar, file_id, {"identity_id": identity_id})


def _use_alone(
    session: Session, actor: Actor, kind: FileKind, file_id: UUID | None, place: dict[str, UUID | None]
) -> str | None:
    column, target = next((col(getattr(FileUse, name)), value) for name, value in place.items())
    held = session.exec(select(FileUse.file_id).where(column == target)).first()
    file = session.get(File, file_id, with_for_update={"key_share": True}) if file_id else None
    if file_id is not None and file_id != held:
        require(policy.can_use(actor, file, kind))
    if file_id != held:
        _touch(session, {each for each in (held, file_id) if each})
        session.exec(delete(FileUse).where(column == target))
        if file_id is not None:
            insert_if_absent(session, FileUse, id=new_id(), file_id=file_id, created_at=clock.now(), **place)
    return url_of(file) if file is not None else None


def _touch(session: Session, ids: set[UUID]) -> None:
    if ids:
        session.connection().execute(update(File).where(col(File.id).in_(ids)).values(used_at=clock.now()))
