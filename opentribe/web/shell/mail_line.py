"""A line above the page about mail: an address to confirm, one where mail came back, or no mail server at all."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.auth.address_state import AddressState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button, icon_button
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import link


def mail_line() -> rx.Component:
    """Whatever is most pressing; nothing when all is well, or when it was put away."""
    standing = SessionState.standing
    return rx.cond(
        AddressState.is_hidden,
        rx.fragment(),
        rx.cond(
            standing.is_stopped,
            line(
                "mail-x",
                rx.fragment("Mail to ", rx.el.strong(standing.address), " came back. Change your address."),
                link("Change it", to="/account", class_name="button quiet small"),
                is_warning=True,
            ),
            rx.cond(
                standing.can_send & ~standing.is_confirmed & (standing.address != ""),
                line(
                    "mail",
                    rx.fragment("Confirm ", rx.el.strong(standing.address), ": we sent you a link."),
                    button("Send it again", variant="quiet", size="small", on_click=AddressState.send_again),
                ),
                rx.cond(
                    standing.is_missing,
                    line(
                        "mail-warning",
                        "Mail is not set up: nobody gets links or notices.",
                        link("See how", to="/mail", class_name="button quiet small"),
                    ),
                ),
            ),
        ),
    )


def line(icon_name: str, words: Any, action: rx.Component, *, is_warning: bool = False) -> rx.Component:
    """One sentence and what to do."""
    return rx.el.div(
        icon(icon_name),
        rx.el.p(words),
        action,
        icon_button("x", "Hide this", is_small=True, on_click=AddressState.hide),
        class_name="mail-line warn" if is_warning else "mail-line",
        role="status",
    )
