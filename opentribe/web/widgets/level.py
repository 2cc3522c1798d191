"""A member's level beside their name."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.widgets.browser import LIBRARIES


class LevelBadge(rx.Component):
    """The number in the level's colour; 0 shows nothing. A `level` that is not among `levels` has no colour."""

    library = LIBRARIES["level.jsx"]
    tag = "LevelBadge"
    level: rx.Var[int]
    levels: rx.Var[Any]


def level_badge(level: Any) -> rx.Component:
    """The badge of this level as the community has it."""
    return LevelBadge.create(level=level, levels=SessionState.levels)
