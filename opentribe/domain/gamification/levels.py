"""Levels: those to begin with, which one so many points reach, and how its number is written on its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from opentribe.domain.gamification.models import Level
from opentribe.kit.prepared import Prepared

# As the first revision of the table puts them there.
DEFAULT_LEVELS = (
    ("Newcomer", 0, "#7A8B80"),
    ("Contributor", 50, "#4A7C59"),
    ("Active Member", 150, "#3D7A73"),
    ("Rising Star", 300, "#3A6F9A"),
    ("Engaged", 500, "#4F5FA8"),
    ("Valued", 800, "#7A55A6"),
    ("Expert", 1200, "#9A4C8C"),
    ("Leader", 1800, "#B04A63"),
    ("Champion", 2500, "#B4622F"),
    ("Legend", 3500, "#A67C00"),
)
# Black and white contrast alike with a colour of this luminance: (L + 0.05)^2 = 1.05 * 0.05 (WCAG 2.1).
WHERE_BOTH_MEET = 0.179
_HELD = Prepared(
    select(Level.id, Level.name, Level.threshold, Level.position, Level.color).order_by(col(Level.position))  # type: ignore[call-overload]
)


def held_levels(session: Session) -> list[Any]:
    """The rows of all levels, the first one first."""
    return _HELD.rows(session)


def position_at(levels: Sequence[Any], points: int) -> int:
    """The number of the level that so many points reach; the first one whatever happens."""
    return max((level.position for level in levels if level.threshold <= points), default=1)


def ink_on(color: str) -> str:
    """Black or white, whichever is easier to read on a colour: at least 4.5:1 on every one."""
    red, green, blue = (_linear(int(color[place : place + 2], 16) / 255) for place in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > WHERE_BOTH_MEET else "#FFFFFF"


def _linear(part: float) -> float:
    """A part of an sRGB colour as light (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
