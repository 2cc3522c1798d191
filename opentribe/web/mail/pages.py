"""The owner's page about mail, and the one that ends mail."""

from __future__ import annotations

import reflex as rx

from opentribe.web.mail.parts import failed, letters, sending, stopped
from opentribe.web.mail.state import MailState, OptOutState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import admins_only


def mail() -> rx.Component:
    """How mail goes, for those who look after it."""
    return admins_only(
        rx.fragment(
            rx.el.header(
                rx.el.div(rx.el.h1("Mail"), rx.el.p("What your community sends to its members, and how that goes.")),
                class_name="page-head",
            ),
            sending(),
            letters(),
            failed(),
            stopped(),
        )
    )


def unsubscribe() -> rx.Component:
    """Ends mail at the press of a button: mail scanners open links too."""
    return rx.cond(
        OptOutState.is_loading,
        rx.el.p("Looking at your link", class_name="muted", role="status"),
        rx.el.div(
            rx.cond(
                OptOutState.card.is_good,
                rx.cond(
                    OptOutState.card.is_off,
                    rx.fragment(
                        rx.el.span(icon("mail-x"), class_name="empty-icon"),
                        rx.el.h1("You get no more of these"),
                        rx.el.p("Was that a slip? You can take it back.", role="status"),
                        button("Send them again", variant="quiet", on_click=OptOutState.go_on),
                    ),
                    rx.fragment(
                        rx.el.span(icon("mail"), class_name="empty-icon"),
                        rx.el.h1("No more mail like this?"),
                        rx.el.p("You get no more letters of this kind. What is about your account itself still comes."),
                        button("Unsubscribe", on_click=OptOutState.end),
                    ),
                ),
                rx.fragment(
                    rx.el.span(icon("link-2-off"), class_name="empty-icon"),
                    rx.el.h1("This link is not whole"),
                    rx.el.p("Open it from the mail again, or copy all of it into the address bar."),
                    link("Go home", to="/", class_name="button primary"),
                ),
            ),
            rx.cond(OptOutState.problem != "", rx.el.p(OptOutState.problem, role="alert")),
            class_name="empty page-wide",
        ),
    )


PAGES = (
    Page("/mail", mail, "Mail", [SessionState.enter, MailState.load_for_admins]),
    Page("/unsubscribe/[optout_token]", unsubscribe, "Unsubscribe", [SessionState.enter, OptOutState.load]),
)
