"""What a file is, told by its first bytes; its name only has to agree. Archives are never opened."""

from __future__ import annotations

import codecs
from typing import BinaryIO, Final, NamedTuple

import filetype  # type: ignore[import-untyped]

from opentribe.kit.errors import Invalid, Unsupported
from opentribe.kit.files.names import extension

MEGABYTE: Final = 1_000_000
PICTURE_LIMIT: Final = 15 * MEGABYTE
ATTACHMENT_LIMIT: Final = 25 * MEGABYTE
HEAD: Final = 8_192
CHUNK: Final = 1 << 20

PICTURES: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif",
}  # fmt: skip
PICTURE_NAMES: Final = frozenset({"jpg", "jpeg", "jpe", "png", "apng", "gif", "webp", "avif"})
OTHER_PICTURES: Final = {
    "image/heic": "HEIC", "image/tiff": "TIFF", "image/bmp": "BMP", "image/vnd.adobe.photoshop": "Photoshop",
    "image/x-icon": "icon", "image/jpx": "JPEG 2000", "image/x-canon-cr2": "raw", "image/jxl": "JPEG XL",
}  # fmt: skip

# By what the bytes say: the names that may stand over them, the first one when the name has none.
ZIP: Final = {
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}
OLE: Final = {
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
}  # fmt: skip
TEXT: Final = {
    "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "json": "application/json", "log": "text/plain", "srt": "text/plain", "vtt": "text/vtt", "ics": "text/calendar",
    "toml": "text/plain", "yaml": "text/plain", "yml": "text/plain", "ini": "text/plain", "py": "text/plain",
    "sql": "text/plain", "sh": "text/plain", "rs": "text/plain", "go": "text/plain", "c": "text/plain",
    "diff": "text/plain", "patch": "text/plain", "tex": "text/plain",
}  # fmt: skip
FAMILIES: Final[dict[str, dict[str, str]]] = {
    "application/pdf": {"pdf": "application/pdf"},
    "application/rtf": {"rtf": "application/rtf"},
    "application/gzip": {"gz": "application/gzip", "tgz": "application/gzip"},
    "application/x-7z-compressed": {"7z": "application/x-7z-compressed"},
    "application/x-tar": {"tar": "application/x-tar"},
    "audio/mpeg": {"mp3": "audio/mpeg"},
    "audio/mp4": {"m4a": "audio/mp4"},
    "audio/ogg": {"ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg"},
    "audio/x-flac": {"flac": "audio/flac"},
    "audio/x-wav": {"wav": "audio/wav"},
    "video/mp4": {"mp4": "video/mp4", "m4v": "video/mp4", "m4a": "audio/mp4"},
    "video/x-m4v": {"m4v": "video/mp4", "mp4": "video/mp4"},
    "video/quicktime": {"mov": "video/quicktime"},
    "video/webm": {"webm": "video/webm"},
    "video/x-matroska": {"webm": "video/webm", "mkv": "video/x-matroska"},
}
INLINE: Final = ("image/", "audio/", "video/")  # what a page may show by itself; all else is saved by the browser

CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
RUNNABLE = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<!--")

LYING = "This file is not what its name says. Save it again in its own format, then try once more."
UNKNOWN = "This kind of file is not taken. Pictures, PDF, Office files, text, sound, video and zip archives are."
EMPTY = "This file is empty. Choose another."


class Recognised(NamedTuple):
    """A media type, whether it is a picture, and the extension that goes with it."""

    content_type: str
    is_picture: bool
    extension: str


def recognise(source: BinaryIO, name: str) -> Recognised:
    """What a file holds. Raises Invalid when it is empty, Unsupported when it is not taken or its name lies."""
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise Invalid(file=EMPTY)
    named = extension(name)
    guess = filetype.guess(head)
    said = guess.mime if guess else ""
    said = "image/png" if said == "image/apng" else said
    if said in PICTURES:
        return Recognised(said, True, PICTURES[said])
    if said in OTHER_PICTURES:
        raise Unsupported(f"{OTHER_PICTURES[said]} pictures cannot be shown here. Save it as JPEG or PNG first.")
    family = _family(head, said)
    if not family and _is_text(source):
        family = TEXT if named else {"txt": "text/plain"}
    if named in PICTURE_NAMES or (family and named and named not in family and _is_known(named)):
        raise Unsupported(LYING)
    if not family or (named and named not in family):
        raise Unsupported(UNKNOWN)
    ending = named or next(iter(family))
    return Recognised(family[ending], False, ending)


def _family(head: bytes, said: str) -> dict[str, str]:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    return FAMILIES.get(said, {})


def _is_known(ending: str) -> bool:
    return any(ending in family for family in (ZIP, OLE, TEXT, *FAMILIES.values()))


def _is_text(source: BinaryIO) -> bool:
    """Whether it has no controls, in whatever encoding, and is no page or drawing that a browser would run."""
    source.seek(0)
    is_first = True
    while chunk := source.read(CHUNK):
        if chunk.translate(None, CONTROLS) != chunk:
            return False
        if is_first and chunk.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower().startswith(RUNNABLE):
            return False
        is_first = False
    return True
