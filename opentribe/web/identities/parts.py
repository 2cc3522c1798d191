"""What several pages about identities are made of."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.badges import badge
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import link


def page_head(title: Any, words: Any, *actions: rx.Component) -> rx.Component:
    """The name of a page, what it is for, and what can be begun there."""
    return rx.el.header(
        rx.el.div(rx.el.h1(title), rx.el.p(words)),
        rx.el.div(*actions, class_name="actions") if actions else rx.fragment(),
        class_name="page-head",
    )


def next_step(icon_name: str, to: Any, title: str, words: str) -> rx.Component:
    """A line that leads on. A whole page load: what stands there may not be one of our pages."""
    return rx.el.li(
        rx.el.span(icon(icon_name), class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.span(rx.el.a(title, href=to), class_name="row-title"),
            rx.el.span(words, class_name="row-meta"),
            class_name="row-main",
        ),
        class_name="row",
    )


def kind_of(identity: Any) -> rx.Component:
    """What an identity is, beside its name."""
    return rx.fragment(
        rx.cond(
            identity.is_default,
            badge("Default", tone="accent"),
            rx.cond(identity.is_bot, badge("BOT", tone="bot"), badge("Pen name")),
        ),
        rx.cond(identity.is_deleted, badge("Deleted")),
    )


def sign_in_first(words: str, back: str) -> rx.Component:
    """For visitors of a page that is a member's own: the way in, and back."""
    return rx.el.div(
        rx.el.h1("Sign in first"),
        rx.el.p(words),
        link("Sign in", to=f"/sign-in?next={back}", class_name="button primary"),
        class_name="empty page-wide",
    )
