"""The page where a member chooses what to hear of, how, and when mail comes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.notifications.models import NotificationType
from opentribe.domain.notifications.schemas import Digest
from opentribe.web.notifications.choices_state import KindRow, NotificationChoicesState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.choices import Choice, radio_cards
from opentribe.web.ui.fields import field, form_error, select
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import ZoneChoice
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link

KINDS = {
    NotificationType.comment: "Comments on what I follow",
    NotificationType.reply: "Answers to my comments",
    NotificationType.mention: "Mentions of me",
    NotificationType.like: "Likes",
    NotificationType.follow: "New followers",
    NotificationType.level_up: "New levels",
    NotificationType.badge: "New badges",
    NotificationType.moderation: "What moderators remove of mine",
    NotificationType.new_member: "New members, for owners and admins",
}
WHEN = [
    Choice(Digest.immediate.value, "zap", "At once", "A mail for each, as it happens."),
    Choice(Digest.daily.value, "sun", "Once a day", "What you have not read by then."),
    Choice(Digest.weekly.value, "calendar-days", "Once a week", "The same, on Mondays."),
    Choice(Digest.off.value, "mail-x", "Never", "What is about your account itself still comes."),
]


def choices() -> rx.Component:
    """All of it in one form."""
    state = NotificationChoicesState
    return rx.fragment(
        link(icon("arrow-left"), "Notifications", to="/notifications", class_name="back-link"),
        rx.el.header(
            rx.el.div(
                rx.el.h1("What you hear of"), rx.el.p("Choose for each kind whether it rings, comes by mail, or both.")
            ),
            class_name="page-head",
        ),
        rx.cond(
            SessionState.is_ready & ~SessionState.me.is_member,
            empty_state(
                "bell",
                "Sign in to choose",
                "What you hear of is kept with your account.",
                link(rx.el.span("Sign in"), to="/sign-in", class_name="button primary"),
            ),
            rx.cond(
                state.rows.length() > 0,
                whole_form(state),
                rx.el.div(rx.el.span(class_name="skeleton w-40"), class_name="card form", aria_hidden="true"),
            ),
        ),
    )


def whole_form(state: Any) -> rx.Component:
    """The kinds, when mail comes, and where one lives."""
    errors = state.errors
    return form(
        form_error(errors["form"]),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th("Tell me about", scope="col"),
                    rx.el.th("Here", scope="col"),
                    rx.el.th("Mail", scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(state.rows, kind_row)),
            class_name="kinds",
        ),
        radio_cards("When mail comes", "digest", WHEN, chosen=state.digest, on_choose=state.choose),
        rx.el.div(
            field(
                "Hour",
                "hour",
                select,
                error=errors["hour"],
                options=[(str(each), f"{each:02}:00") for each in range(24)],
                default_value=state.hour,
            ),
            field("Time zone", "zone", ZoneChoice.create, error=errors["zone"], chosen=state.zone),
            class_name="digest-time",
        ),
        rx.el.div(send_button("Save", state.is_busy), class_name="form-actions"),
        class_name="card form",
        on_submit=state.save,
    )


def kind_row(row: rx.Var[KindRow]) -> rx.Component:
    """One kind with its two boxes."""
    words = rx.match(row.kind.to(str), *((kind.value, said) for kind, said in KINDS.items()), row.kind)
    return rx.el.tr(
        rx.el.th(words, scope="row"),
        box("in_app", row, words, "Here: ", row.in_app),
        box("mail", row, words, "By mail: ", row.mail),
        key=row.kind.to(str),
    )


def box(channel: str, row: Any, words: Any, label: str, is_on: Any) -> rx.Component:
    """A box that says what it is for to those who do not see the table."""
    return rx.el.td(
        rx.el.label(
            rx.el.input(type="checkbox", name=channel + "-" + row.kind.to(str), default_checked=is_on),
            rx.el.span(label, words, class_name="visually-hidden"),
            class_name="check",
        )
    )
