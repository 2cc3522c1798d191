"""The page of bookmarks."""

from __future__ import annotations

import reflex as rx

from opentribe.web.feed.parts import feed
from opentribe.web.posts.bookmarks_state import BookmarksState
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.link import link


def bookmarks() -> rx.Component:
    """What one keeps for later."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.h1("Bookmarks"), rx.el.p("Posts you keep for later. Only you see them.")),
            class_name="page-head",
        ),
        feed(
            BookmarksState,
            empty_state(
                "bookmark",
                "Nothing kept yet",
                "Press the bookmark below a post that you want to come back to, and it waits for you here.",
                link("Look around", to="/", class_name="button primary"),
            ),
        ),
    )
