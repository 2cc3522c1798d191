"""The other faces of a list or a page: empty, failed, loading, not there, offline."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.attributes import Text
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon


def empty_state(icon_name: str, title: Text, words: Text, action: rx.Component | None = None) -> rx.Component:
    """Nothing is here yet, and what to do next."""
    return rx.el.div(
        rx.el.span(icon(icon_name), class_name="empty-icon"),
        rx.el.h2(title),
        rx.el.p(words),
        action or rx.fragment(),
        class_name="empty",
    )


def error_state(title: Text, words: Text, on_retry: Any) -> rx.Component:
    """It did not load; the way to try again."""
    return rx.el.div(
        rx.el.span(icon("cloud-off"), class_name="empty-icon"),
        rx.el.h2(title),
        rx.el.p(words),
        button("Try again", variant="quiet", icon_name="rotate-cw", on_click=on_retry),
        class_name="empty error",
        role="alert",
    )


def not_found(title: Text, words: Text, action: rx.Component | None = None) -> rx.Component:
    """A whole page for an address that leads nowhere, or nowhere one may go."""
    return rx.el.div(
        rx.el.span(icon("compass"), class_name="empty-icon"),
        rx.el.h1(title),
        rx.el.p(words),
        action or rx.fragment(),
        class_name="empty page-wide",
    )


def skeleton_posts(many: int = 3) -> rx.Component:
    """The shape of posts on their way, announced once."""
    post = rx.el.div(
        rx.el.span(class_name="skeleton round"),
        rx.el.div(
            *(rx.el.span(class_name=f"skeleton {shape}") for shape in ("w-40", "w-20", "tall w-60", "", "w-80")),
            class_name="lines",
        ),
        class_name="post post-skeleton",
        aria_hidden="true",
    )
    return rx.el.section(
        rx.el.p("Loading posts", class_name="visually-hidden", role="status"),
        *[post] * many,
        class_name="feed",
        aria_busy="true",
    )


def offline_banner() -> rx.Component:
    """Said while there is no connection; it floats, so nothing moves."""
    return rx.el.div(
        icon("wifi-off"), "You are offline. What you write stays here.", class_name="banner", role="status"
    )
