"""Forms that are never sent by the browser itself: their button wakes up once the page is alive."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.buttons import button


def form(*children: rx.Component, on_submit: Any, **props: Any) -> rx.Component:
    """A form whose fields go to a handler. POST, so that no field could ever end up in an address."""
    return rx.el.form(*children, on_submit=on_submit, method="post", no_validate=True, **props)


def send_button(label: Any, is_busy: Any = False, **look: Any) -> rx.Component:
    """The button that sends the form: asleep until the page is alive, spinning while it is sent."""
    return button(label, type="submit", is_busy=is_busy, disabled=~rx.State.is_hydrated, **look)
