"""What the primitives share: the kinds of values they take, and attributes that are there or not."""

from __future__ import annotations

from typing import Any

import reflex as rx

Text = str | rx.Var[str]
Flag = bool | rx.Var[bool]
Child = rx.Component | rx.Var[Any] | str


def true_or_false(flag: Flag) -> rx.Var[str] | str:
    """ARIA's spelling of a state: the words "true" and "false"."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, "true", "false")
    return "true" if flag else "false"


def present(flag: Flag) -> rx.Var[Any] | str:
    """The value of a data attribute that stands there when `flag` holds and is left out otherwise."""
    absent: rx.Var[Any] = rx.Var("undefined")
    if isinstance(flag, rx.Var):
        return rx.cond(flag, "", absent)
    return "" if flag else absent


def is_given(value: Any) -> bool:
    """Whether a caller passed something to show. A Var counts: only the browser knows whether it is empty."""
    return isinstance(value, rx.Var) or bool(value)


def shown_when(value: Any, child: rx.Component) -> rx.Component:
    """`child` unless `value` is empty, whether that is known now or only in the browser."""
    if isinstance(value, rx.Var):
        return rx.cond(value, child)
    return child if value else rx.fragment()
