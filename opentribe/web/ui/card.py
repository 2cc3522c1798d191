"""Cards: a surface with a hairline."""

from __future__ import annotations

from typing import Any

import reflex as rx


def card(*children: Any, title: str = "", is_flush: bool = False, **props: Any) -> rx.Component:
    """A card; a flush one has no padding, for rows that reach its edges."""
    head = [rx.el.h2(title, class_name="card-title")] if title else []
    return rx.el.section(*head, *children, class_name="card flush" if is_flush else "card", **props)


def figures(*pairs: tuple[Any, Any]) -> rx.Component:
    """Counts side by side, each a (name, number)."""
    return rx.el.dl(
        *(rx.el.div(rx.el.dt(name), rx.el.dd(number)) for name, number in pairs),
        class_name="figures",
    )
