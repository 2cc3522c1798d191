"""Header, sidebar, content, context column and bottom bar around a page."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from opentribe.web.live.state import LiveState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.shell.account import account_menu
from opentribe.web.shell.bell import bell
from opentribe.web.shell.keyboard import keyboard
from opentribe.web.shell.mail_line import mail_line
from opentribe.web.shell.notices import notices
from opentribe.web.shell.sidebar import bottom_bar, sidebar
from opentribe.web.ui.brand import brand_mark
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import offline_banner
from opentribe.web.widgets.browser import Arrival, Departure
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import HereNow, Live, Recognition, Ring


def framed(page: Page) -> rx.Component:
    """The page inside the shell, or bare where it brings its own frame."""
    if page.frame == "bare":
        return rx.fragment(page.component(), *common(page))
    return rx.fragment(
        rx.el.a("Skip to content", href="#content", class_name="skip-link"),
        header(),
        rx.el.div(
            sidebar(),
            rx.el.main(mail_line(), page.component(), id="content", class_name="content", tab_index=-1),
            rx.el.aside(page.aside(), class_name="context", aria_label="About this page")
            if page.aside
            else rx.fragment(),
            class_name="shell" if page.aside else "shell full",
        ),
        bottom_bar(),
        keyboard(),
        *common(page),
    )


def common(page: Page) -> tuple[rx.Component, ...]:
    """What stands on every page, framed or bare."""
    return (
        Departure.create(departure=SessionState.departure),
        Arrival.create(),
        HereNow.create(),
        Recognition.create(),
        Ring.create(on_ring=SessionState.count_bell),
        Live.create(on_again=[SessionState.resume, *(page.on_load or ()), LiveState.begin]),
        rx.cond(has_connection_errors, offline_banner()),
        notices(page.on_undo),
    )


def brand() -> rx.Component:
    """The community's mark and name, leading home."""
    return link(
        brand_mark(),
        rx.el.span(SessionState.community.name),
        to="/",
        class_name="brand",
    )


def header() -> rx.Component:
    """The bar at the top: where one is, and who one is."""
    return rx.el.header(
        rx.el.div(
            brand(),
            rx.el.div(class_name="header-middle"),
            rx.el.div(
                rx.cond(
                    SessionState.me.is_member,
                    rx.fragment(new_post(), bell(), account_menu()),
                    rx.cond(SessionState.is_ready, visitor_buttons()),
                ),
                class_name="header-end",
            ),
            class_name="header-inner",
        ),
        class_name="header",
    )


def visitor_buttons() -> rx.Component:
    """The two ways in."""
    return rx.fragment(
        link("Sign in", to="/sign-in", class_name="button ghost"),
        link("Join", to="/sign-up", class_name="button primary"),
    )


def new_post() -> rx.Component:
    """To the composer, from anywhere."""
    return rx.cond(
        SessionState.may_post_somewhere,
        link(icon("pen-line"), rx.el.span("New post"), to="/#compose", class_name="button primary only-wide"),
    )
