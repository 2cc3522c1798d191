"""The page about the work in the background."""

from __future__ import annotations

import reflex as rx

from opentribe.web.background.parts import asking_discard, asking_retry, failed_jobs, gauges
from opentribe.web.background.state import JobsState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.widgets.browser import Pulse
from opentribe.web.widgets.states import admins_only

BEATS_EVERY = 3  # seconds between two looks while the page is open


def jobs() -> rx.Component:
    """How the work stands, and what was given up."""
    return admins_only(
        rx.fragment(
            rx.el.header(
                rx.el.div(
                    rx.el.h1("Background work"),
                    rx.el.p("What happens after somebody pressed a button: points, mail, tidying up."),
                ),
                class_name="page-head",
            ),
            gauges(),
            failed_jobs(),
            asking_retry(),
            asking_discard(),
            Pulse.create(every=BEATS_EVERY, heard=JobsState.looks, on_beat=JobsState.look),
        )
    )


PAGES = (Page("/jobs", jobs, "Background work", [SessionState.enter, JobsState.load_for_admins]),)
