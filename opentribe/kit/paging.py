"""Keyset pages: a cursor names the last row seen, so a page costs the same however far down it is."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from opentribe.kit.errors import Invalid

Item = TypeVar("Item")
Key = TypeVar("Key")

PAGE_SIZE = 20
MOVED_ON = "This list has moved on. Reload it from the top."


class Page(BaseModel, Generic[Item]):
    """Some rows and the cursor of the next ones; an empty cursor means the end."""

    items: list[Item]
    next_cursor: str = ""


def encode_cursor(key: datetime | float, row_id: UUID) -> str:
    """A cursor for lists ordered by (time, id) or by (score, id)."""
    place = key.isoformat() if isinstance(key, datetime) else repr(key)
    raw = f"{place}|{row_id.hex}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    """The (time, id) a cursor stands for, None for an empty one. Raises Invalid for rubbish.

    A cursor stays good when its row is gone: it is a place in the order, not a row.
    """
    return _decoded(cursor, _moment)


def decode_score(cursor: str) -> tuple[float, UUID] | None:
    """The same for a list ordered by (score, id)."""
    return _decoded(cursor, _score)


def encode_ranked(count: int, moment: datetime, row_id: UUID) -> str:
    """A cursor for lists ordered by (a count, time, id)."""
    return f"{count}.{encode_cursor(moment, row_id)}"


def decode_ranked(cursor: str) -> tuple[int, datetime, UUID] | None:
    """The (count, time, id) a cursor stands for, None for an empty one. Raises Invalid for rubbish."""
    count, _, place = cursor.partition(".")
    found = decode_cursor(place if cursor else "")
    if cursor and (found is None or not (count.isascii() and count.isdigit() and len(count) < 10)):
        raise Invalid(cursor=MOVED_ON)
    return None if found is None else (int(count), *found)


def _decoded(cursor: str, read: Callable[[str], Key]) -> tuple[Key, UUID] | None:
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        key, _, row_id = raw.partition("|")
        return read(key), UUID(row_id)
    except (ValueError, binascii.Error):
        raise Invalid(cursor=MOVED_ON) from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("cursor without a zone")
    return moment


def _score(text: str) -> float:
    score = float(text)
    if not math.isfinite(score):
        raise ValueError("no score")
    return score
