"""What listens in the browser to what is pushed."""

from __future__ import annotations

import reflex as rx

from opentribe.web.widgets.browser import LIBRARIES


class Live(rx.Component):
    """Reads the page again when it is told to."""

    library = LIBRARIES["again.jsx"]
    tag = "Live"
    on_again: rx.EventHandler[rx.event.no_args_event_spec]


class Standing(rx.Component):
    """Hears that the post `row` was taken away, or put back while it is missing."""

    library = LIBRARIES["again.jsx"]
    tag = "Standing"
    row: rx.Var[str]
    is_missing: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]


class News(rx.Component):
    """How many new rows of a `kind`, "post" or "comment", wait above. A new `epoch` of the list has shown them.

    `space` and `by` ("people" or "bots") narrow what is listed.
    """

    library = LIBRARIES["news.jsx"]
    tag = "News"
    kind: rx.Var[str]
    space: rx.Var[str]
    by: rx.Var[str]
    epoch: rx.Var[str]
    on_show: rx.EventHandler[rx.event.no_args_event_spec]
