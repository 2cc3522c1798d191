"""The bell: how much is new to the one who looks, in every tab of theirs."""

from __future__ import annotations

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.ui.badges import count
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import here, link


def bell() -> rx.Component:
    """The way to the notifications, with the number of those unread."""
    held = SessionState.bell
    number = held.unread.to_string() + rx.cond(held.is_more, "+", "")
    return link(
        icon("bell"),
        rx.cond(held.unread > 0, count(number, "unread")),
        to="/notifications",
        class_name="bell",
        title="Notifications",
        aria_label=rx.cond(held.unread > 0, "Notifications, " + number + " unread", "Notifications"),
        aria_current=here("/notifications"),
    )
