"""Choosing: radio cards, checkboxes, switches."""

from __future__ import annotations

from typing import Any, NamedTuple

import reflex as rx

from opentribe.web.ui.attributes import Text
from opentribe.web.ui.icons import icon


class Choice(NamedTuple):
    """One card among several."""

    value: str
    icon: str
    title: str
    words: str


def radio_cards(legend: Text, name: str, choices: list[Choice], *, chosen: Text, on_choose: Any = None) -> rx.Component:
    """Cards of which exactly one is chosen. With `on_choose` the state decides, without it the form does."""
    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.el.div(*(_card(name, choice, chosen, on_choose) for choice in choices), class_name="choices-grid"),
        class_name="choices",
    )


def _card(name: str, choice: Choice, chosen: Text, on_choose: Any) -> rx.Component:
    is_chosen = rx.Var.create(chosen) == choice.value
    how = {"checked": is_chosen, "on_change": on_choose(choice.value)} if on_choose else {"default_checked": is_chosen}
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=choice.value, class_name="visually-hidden", **how),
        icon(choice.icon),
        rx.el.span(rx.el.strong(choice.title), rx.el.small(choice.words)),
        class_name="choice",
    )


def checkbox(label: Text, *, words: Text = "", **props: Any) -> rx.Component:
    """A box to tick, with a second line of `words`."""
    return rx.el.label(
        rx.el.input(type="checkbox", **props),
        rx.el.span(label, rx.el.small(words) if words else rx.fragment()),
        class_name="check",
    )


def switch(label: Text, *, words: Text = "", **props: Any) -> rx.Component:
    """On or off, in effect at once or with the form."""
    return rx.el.label(
        rx.el.span(label, rx.el.small(words) if words else rx.fragment()),
        rx.el.input(type="checkbox", role="switch", class_name="switch", **props),
        class_name="switch-row",
    )
