"""What an upload takes and gives, and how a file is addressed."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from opentribe.domain.files.models import File, FileKind
from opentribe.kit.errors import NotFound
from opentribe.kit.files.store import GONE

QUOTA = 1_000_000_000  # bytes that a member may keep; the owner and admins as much as the disk holds
QUOTA_OF_A_BOT = 10_000_000  # that nobody answers for: a few pictures, while those before wait to be swept
MOST_LINKED = 200  # files in one text
FILES = "/files/"
_IN_TEXT = re.compile(FILES + r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/")


class UploadDraft(NamedTuple):
    """A file as it was received: its bytes, the name that came with it, and what it is for (`` decides by content)."""

    source: BinaryIO
    name: str
    purpose: str = ""


class FileCard(BaseModel):
    """A stored file, as the one who brought it is told. `width` and `height` are a picture's."""

    id: UUID
    url: str
    name: str
    type: str
    width: int | None
    height: int | None
    size: int


class Download(NamedTuple):
    """What is sent of a file, and whether a visitor might have it too."""

    key: str
    size: int
    content_type: str
    name: str
    etag: str
    is_public: bool


def url_of(file: File) -> str:
    """The address of a file; a picture's tells its size, so that a page keeps the room free."""
    shape = "" if file.width is None else f"{file.width}x{file.height}/"
    return f"{FILES}{file.id}/{shape}{file.address}"


def card_of(file: File) -> FileCard:
    """What the uploader is told."""
    return FileCard(
        id=file.id,
        url=url_of(file),
        name=file.name,
        type=file.content_type,
        width=file.width,
        height=file.height,
        size=file.size,
    )


def keys_of(storage_key: str, variants: list[dict[str, Any]]) -> list[str]:
    """Every key in the store that belongs to a file."""
    if not variants:
        return [f"{storage_key[:2]}/{storage_key}"]
    return [key_of_width(storage_key, variant["width"]) for variant in variants]


def key_of_width(storage_key: str, width: int) -> str:
    """The key of one size of a picture."""
    return f"{storage_key[:2]}/{storage_key}.{width}"


def storage_key_in(key: str) -> str:
    """The file's part of a key, whichever size or half of it the key names."""
    return re.split(r"[.#]", key.rsplit("/", 1)[-1], maxsplit=1)[0]


def chosen_variant(file: File, wanted: int) -> dict[str, Any]:
    """The smallest size that is at least so wide, else the largest. Raises NotFound for what is no width."""
    if not 0 <= wanted <= 100_000 or not file.variants:
        raise NotFound(GONE)
    wide = [variant for variant in file.variants if variant["width"] >= wanted]
    return wide[0] if wanted and wide else file.variants[-1]


def ids_in(text: str) -> list[UUID]:
    """The files that a Markdown text names, each once."""
    found = dict.fromkeys(_IN_TEXT.findall(text))
    return [UUID(each) for each in list(found)[:MOST_LINKED]]


__all__ = ["Download", "FileCard", "FileKind", "UploadDraft", "card_of", "ids_in", "url_of"]
