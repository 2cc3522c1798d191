"""A page as a feature declares it; the root puts the shell around it and adds it to the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

Frame = Literal["shell", "bare"]


@dataclass(frozen=True, slots=True)
class Page:
    """`route`, its component, what loads it, and the frame: the shell, or its own.

    `aside` fills the context column; `on_undo` takes back what a notice with an undo button was about.
    """

    route: str
    component: Callable[[], rx.Component]
    title: str
    on_load: Any = None
    frame: Frame = "shell"
    aside: Callable[[], rx.Component] | None = None
    on_undo: Any = None
