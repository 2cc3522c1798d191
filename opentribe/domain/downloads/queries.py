"""Looking up what is to be sent of a file."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import true
from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.downloads import policy
from opentribe.domain.files.models import File
from opentribe.domain.files.schemas import Download, chosen_variant, key_of_width, keys_of, url_of
from opentribe.kit.errors import NotFound
from opentribe.kit.files.store import GONE


@query
def get_download(session: Session, actor: Actor, file_id: UUID, address: str, width: int = 0) -> Download:
    """A file by its whole address, in one statement; `width` asks for a smaller size of a picture.

    Raises NotFound when there is none, it is not for the actor, or the address is not quite its own.
    """
    is_public = policy.is_shown_to(Actor()) if actor.identity_id is not None else true()
    row = session.exec(select(File, is_public).where(File.id == file_id, policy.visible(actor))).first()
    if row is None or url_of(row[0]) != address:
        raise NotFound(GONE)
    file, is_public_now = row
    key, size, shape = keys_of(file.storage_key, [])[0], file.size, 0
    if file.variants:
        variant = chosen_variant(file, width)
        size, shape = variant["size"], variant["width"]
        key = key_of_width(file.storage_key, shape)
    return Download(key, size, file.content_type, file.name, f'"{file.id.hex}.{shape}"', bool(is_public_now))
