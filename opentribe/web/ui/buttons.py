"""Buttons: one loud, the others quiet."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from opentribe.web.ui.attributes import Child, Flag, Text, true_or_false
from opentribe.web.ui.icons import icon

Variant = Literal["primary", "quiet", "ghost", "danger"]
Size = Literal["", "small", "large"]


def button(
    label: Child,
    *,
    variant: Variant = "primary",
    size: Size = "",
    icon_name: str = "",
    is_busy: Flag = False,
    is_wide: bool = False,
    is_warning: bool = False,
    **props: Any,
) -> rx.Component:
    """A button. While busy it spins, keeps its width and cannot be pressed again; a warning has red text."""
    disabled = props.pop("disabled", False)
    if isinstance(is_busy, rx.Var) or isinstance(disabled, rx.Var):
        disabled = rx.Var.create(disabled).to(bool) | rx.Var.create(is_busy).to(bool)
    else:
        disabled = disabled or is_busy
    props.setdefault("type", "button")
    return rx.el.button(
        icon(icon_name) if icon_name else rx.fragment(),
        rx.el.span(label),
        class_name=button_class(variant, size, is_wide=is_wide, is_warning=is_warning),
        aria_busy=true_or_false(is_busy),
        disabled=disabled,
        **props,
    )


def button_class(
    variant: Variant = "primary", size: Size = "", *, is_wide: bool = False, is_warning: bool = False
) -> str:
    """The class of a button, for links that look like one."""
    words = ("button", variant, size, "wide" if is_wide else "", "warn" if is_warning else "")
    return " ".join(word for word in words if word)


def icon_button(
    name: str, label: Text, *, is_small: bool = False, is_pressed: Flag | None = None, **props: Any
) -> rx.Component:
    """A square button with an icon; `label` is read aloud and shown on hover. `is_pressed` makes it a toggle."""
    if is_pressed is not None:
        props["aria_pressed"] = true_or_false(is_pressed)
    props.setdefault("type", "button")
    props.setdefault("title", label)
    return rx.el.button(
        icon(name),
        class_name="icon-button small" if is_small else "icon-button",
        aria_label=label,
        **props,
    )
