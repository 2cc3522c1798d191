"""Menus: native popovers, which close on Escape, on a press outside and on a choice."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.attributes import Text
from opentribe.web.ui.icons import icon


def opens(popover_id: Text) -> dict[str, Any]:
    """`custom_attrs` for the button that opens a popover. It also becomes the popover's anchor."""
    return {"popoverTarget": popover_id}


def menu(menu_id: Text, *items: Any, label: Text = "", is_at_start: bool = False, **props: Any) -> rx.Component:
    """A list of things to do, below the button that `opens` it."""
    if label:
        props["aria_label"] = label
        props["role"] = "group"
    return rx.el.div(
        *items,
        id=menu_id,
        class_name="menu start" if is_at_start else "menu",
        custom_attrs={"popover": "auto"},
        **props,
    )


def menu_item(menu_id: Text, icon_name: str, label: Text, *, is_danger: bool = False, **props: Any) -> rx.Component:
    """A line of the menu; pressing it closes the menu."""
    return rx.el.button(
        icon(icon_name),
        label,
        type="button",
        class_name="menu-item danger" if is_danger else "menu-item",
        custom_attrs={"popoverTarget": menu_id, "popoverTargetAction": "hide"},
        **props,
    )


def menu_line() -> rx.Component:
    """A hairline between groups."""
    return rx.el.div(class_name="menu-line", role="separator")
