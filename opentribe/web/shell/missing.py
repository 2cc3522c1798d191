"""The page for addresses that lead nowhere."""

import reflex as rx

from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.widgets.states import missing


def not_found() -> rx.Component:
    """Nothing is here."""
    return missing("page")


NOT_FOUND = Page("404", not_found, "Not found", [SessionState.enter])
