"""What is left of the name that somebody's file had: shown to people, never used as a path."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from opentribe.kit.text import clean, slugify

NAME_LIMIT = 120
EXTENSION_LIMIT = 12
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


def display_name(sent: str) -> str:
    """The last part of a path without what hides or breaks, its extension kept; 'file' when nothing is left."""
    last = sent[-4_000:].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    name = _FORBIDDEN.sub("", clean(last, keep_lines=False)).strip(". ")
    if len(name) > NAME_LIMIT:
        ending = extension(name)
        ending = f".{ending}" if ending else ""
        name = name[: NAME_LIMIT - len(ending)].rstrip(". ") + ending
    return name or "file"


def extension(name: str) -> str:
    """What follows the last dot, in lower case; '' when nothing that looks like an extension does."""
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= EXTENSION_LIMIT else ""


def address_name(name: str, ending: str) -> str:
    """The end of a file's address: a-z, digits and hyphens, and the extension its content has."""
    stem = name.rsplit(".", 1)[0] if extension(name) else name
    return f"{slugify(stem, 60) or 'file'}.{ending}"
