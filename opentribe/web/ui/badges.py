"""Badges: small words and numbers beside a name."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from opentribe.web.ui.attributes import Text
from opentribe.web.ui.icons import icon

Tone = Literal["", "accent", "bot", "staff", "warning", "danger"]


def badge(words: Text, *, tone: Tone = "", icon_name: str = "") -> rx.Component:
    """A word or two in a small box."""
    return rx.el.span(
        icon(icon_name) if icon_name else rx.fragment(), words, class_name=f"badge {tone}" if tone else "badge"
    )


def bot_mark(owner: Any) -> rx.Component:
    """Says that a program speaks, and the handle of the member who answers for it; an empty one says that nobody does.

    The handle is cut when there is no room for all of it.
    """
    answers = rx.cond(owner, f"@{owner} answers for this bot", "Nobody answers for this bot")
    return rx.el.span(
        "BOT",
        rx.el.span(rx.cond(owner, f"by @{owner}", "by nobody"), class_name="bot-owner"),
        class_name="badge bot",
        title=answers,
    )


def gone_mark() -> rx.Component:
    """Says that an identity was deleted; what it said stays."""
    return badge("deleted")


def count(number: Any, what: Text) -> rx.Component:
    """A number on the brand's colour; `what` says of what to those who cannot see where it stands."""
    return rx.el.span(number, rx.el.span(" ", what, class_name="visually-hidden"), class_name="count")


def unread_dot(what: Text = "unread") -> rx.Component:
    """Something new since the last visit."""
    return rx.el.span(rx.el.span(what, class_name="visually-hidden"), class_name="unread-dot")
