"""What a request asks of a file: a part of it (RFC 9110 §14), or nothing when it has it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):
    """The range begins after the end."""


def asked_range(headers: Mapping[str, str], size: int, etag: str) -> tuple[int, int]:
    """First byte and the one after the last; the whole file when no one range is asked for, or of another version.

    Raises Unsatisfiable.
    """
    found = _RANGE.fullmatch(headers.get("range", "").strip())
    if not found or found[0] == "bytes=-" or headers.get("if-range", etag) != etag:
        return 0, size
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return 0, size
    if start >= size:
        raise Unsatisfiable
    return start, end


def is_held(none_match: str, etag: str) -> bool:
    """Whether the asker names this version as one that it has (RFC 9110 §13.1.2)."""
    return none_match.strip() == "*" or etag in {part.strip().removeprefix("W/") for part in none_match.split(",")}
