"""Labelled fields with their hint and their error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from opentribe.web.ui.attributes import Text, is_given, shown_when
from opentribe.web.ui.icons import icon


def field(
    label: Text,
    name: str,
    control: Callable[..., rx.Component] | None = None,
    *,
    error: Text = "",
    hint: Text = "",
    is_optional: bool = False,
    prefix: str = "",
    **props: Any,
) -> rx.Component:
    """A control under its label. The error, once there is one, is announced and tied to the control.

    `control` is `text_input` (the default), `text_area` or `select`; `props` go to it. `name` is also its id.
    """
    described = " ".join([f"{name}-hint"] * is_given(hint) + [f"{name}-error"] * is_given(error))
    if is_given(error):
        props["aria_invalid"] = rx.cond(error, "true", "false")
    if described:
        props["aria_describedby"] = described
    made = (control or text_input)(id=name, name=name, **props)
    if prefix:
        made = rx.el.div(rx.el.span(prefix, aria_hidden="true"), made, class_name="input-prefix")
    optional = (" ", rx.el.span("optional", class_name="optional")) if is_optional else ()
    return rx.el.div(
        rx.el.label(label, *optional, html_for=name),
        made,
        shown_when(hint, rx.el.p(hint, id=f"{name}-hint", class_name="field-hint")),
        field_error(error, id=f"{name}-error"),
        class_name="field",
    )


def field_error(error: Text, **props: Any) -> rx.Component:
    """What is wrong with a field, said below it; nothing while it is empty."""
    return shown_when(
        error, rx.el.p(icon("circle-alert"), rx.el.span(error), class_name="field-error", role="alert", **props)
    )


def form_error(error: Text) -> rx.Component:
    """What is wrong with the form as a whole."""
    return shown_when(error, rx.el.p(icon("circle-alert"), rx.el.span(error), class_name="form-error", role="alert"))


def text_input(**props: Any) -> rx.Component:
    """A line of text."""
    return rx.el.input(class_name="input", **props)


def text_area(**props: Any) -> rx.Component:
    """Several lines; it grows with what is written."""
    return rx.el.textarea(class_name="input", **props)


def select(*, options: list[tuple[str, str]], **props: Any) -> rx.Component:
    """A native list to choose from; `options` are (value, words)."""
    return rx.el.select(*(rx.el.option(words, value=value) for value, words in options), class_name="input", **props)
