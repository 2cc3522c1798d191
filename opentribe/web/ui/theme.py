"""Light, dark, or as the system says: chosen in the browser, kept by it, applied before the first paint."""

from __future__ import annotations

from typing import Literal

import reflex as rx
from reflex.style import color_mode, set_color_mode

from opentribe.web.ui.attributes import true_or_false
from opentribe.web.ui.icons import icon

Mode = Literal["light", "dark", "system"]
MODES: tuple[tuple[Mode, str, str], ...] = (
    ("light", "Light", "sun"),
    ("dark", "Dark", "moon"),
    ("system", "System", "monitor"),
)


def theme_choice() -> rx.Component:
    """Three buttons of which one is pressed."""
    return rx.el.div(
        *(
            rx.el.button(
                icon(icon_name),
                label,
                type="button",
                aria_pressed=true_or_false(color_mode == mode),
                on_click=set_color_mode(mode),
            )
            for mode, label, icon_name in MODES
        ),
        class_name="menu-segment",
        role="group",
        aria_label="Appearance",
    )
