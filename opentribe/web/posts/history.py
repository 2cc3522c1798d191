"""The mark of changed words, and the dialog with what they were before."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import VersionCard
from opentribe.web.posts.history_state import HistoryState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.widgets.browser import Moment
from opentribe.web.widgets.prose import prose


def edited_mark(row: Any, on_open: Any) -> rx.Component:
    """Says that the words were changed, and opens what they were before."""
    return rx.cond(
        row.edited_at,
        rx.el.button("edited", type="button", title="See earlier versions", class_name="edited", on_click=on_open),
    )


def history() -> rx.Component:
    """Earlier versions over the page, newest first."""
    return dialog(
        "history",
        "Earlier versions",
        rx.cond(
            HistoryState.is_loading & (HistoryState.versions.length() == 0),
            rx.el.div(
                *(rx.el.span(class_name=f"skeleton {shape}") for shape in ("w-40", "w-80", "w-60")),
                class_name="versions-skeleton",
                aria_hidden="true",
            ),
        ),
        rx.el.ol(rx.foreach(HistoryState.versions, version), class_name="versions"),
        rx.cond(
            HistoryState.has_more,
            button(
                "Show older ones", variant="quiet", is_busy=HistoryState.is_loading, on_click=HistoryState.load_more
            ),
        ),
        is_open=HistoryState.is_open,
        on_close=HistoryState.close,
        is_wide=True,
    )


def version(card: rx.Var[VersionCard]) -> rx.Component:
    """One earlier version with the time it was written."""
    return rx.el.li(
        rx.el.p(Moment.create(at=card.created_at, prefix="Written"), class_name="version-time"),
        rx.cond(card.title, rx.el.h3(card.title)),
        prose(card.content_html, "prose"),
        key=card.id.to(str),
    )
