"""What lists and pages say when there is nothing to show."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.ui.states import error_state, not_found
from opentribe.web.widgets.link import link


def failed(on_retry: Any) -> rx.Component:
    """Something could not be read; a way to try again."""
    return error_state(
        "This did not load",
        "The server did not answer as it should. Your connection may be slow, or we have a problem.",
        on_retry,
    )


def missing(what: str) -> rx.Component:
    """A page that is not there, or not for the reader to see: the same face for both."""
    return not_found(
        f"We cannot find this {what}",
        "It may have been moved or removed, or it is not open to you. If you have an account, sign in and look again.",
        link(rx.el.span("Go home"), to="/", class_name="button primary"),
    )


def admins_only(page: rx.Component) -> rx.Component:
    """The page for those who may use it; for others it is not there."""
    return rx.cond(SessionState.is_ready, rx.cond(SessionState.me.is_admin, page, missing("page")))
