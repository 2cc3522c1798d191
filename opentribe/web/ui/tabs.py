"""Tabs: views of one thing, next to each other."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.attributes import Text, true_or_false


def tabs(names: list[tuple[str, str]], *, current: Text, on_choose: Any, label: Text, panel_id: str) -> rx.Component:
    """A row of (value, words); `on_choose(value)` gets the handler of each. The panel is the element `panel_id`."""
    return rx.el.div(
        *(
            rx.el.button(
                words,
                type="button",
                role="tab",
                class_name="tab",
                aria_selected=true_or_false(rx.Var.create(current) == value),
                aria_controls=panel_id,
                on_click=on_choose(value),
            )
            for value, words in names
        ),
        role="tablist",
        aria_label=label,
        class_name="tabs",
    )
