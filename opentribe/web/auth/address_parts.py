"""One's own address as the account page shows it."""

from __future__ import annotations

import reflex as rx

from opentribe.web.auth.address_state import AddressState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, form_error
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.forms import form, send_button


def address_section() -> rx.Component:
    """The address, how it stands, and what to do about it."""
    standing = SessionState.standing
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2("Your address"), rx.el.p("Where links and notices go. Nobody else sees it.")),
            button("Change", variant="quiet", on_click=AddressState.open_form),
            class_name="section-head",
        ),
        rx.el.ul(
            rx.el.li(
                rx.el.span(icon("mail"), class_name="row-icon", aria_hidden="true"),
                rx.el.div(
                    rx.el.span(rx.el.span(standing.address), class_name="row-title"),
                    rx.el.span(address_words(), class_name="row-meta"),
                    class_name="row-main",
                ),
                rx.el.div(address_action(), class_name="row-actions"),
                class_name="row",
            ),
            class_name="card flush rows",
        ),
        address_form(),
        class_name="section",
    )


def address_words() -> rx.Component:
    """How the address stands."""
    standing = SessionState.standing
    return rx.cond(
        standing.is_stopped,
        "Mail to it came back, so we send none.",
        rx.cond(standing.is_confirmed, "Confirmed", "Not confirmed yet"),
    )


def address_action() -> rx.Component:
    """What can be done about it now."""
    standing = SessionState.standing
    return rx.cond(
        standing.is_stopped,
        button("Try it again", variant="ghost", size="small", on_click=AddressState.try_again),
        rx.cond(
            standing.is_confirmed,
            rx.fragment(),
            button("Send the link again", variant="ghost", size="small", on_click=AddressState.send_again),
        ),
    )


def address_form() -> rx.Component:
    """Another address: it takes the old one's place once its mailbox has said yes."""
    errors = AddressState.errors
    return dialog(
        "change-address",
        "Change your address",
        form(
            form_error(errors["form"]),
            field(
                "New address",
                "email",
                error=errors["email"],
                hint="We send a link there. Until you open it, everything stays as it is.",
                type="email",
                auto_complete="email",
            ),
            field(
                "Your password", "password", error=errors["password"], type="password", auto_complete="current-password"
            ),
            rx.el.div(send_button("Send the link", AddressState.is_busy), class_name="form-actions"),
            class_name="form",
            on_submit=AddressState.change,
        ),
        is_open=AddressState.is_open,
        on_close=AddressState.close_form,
    )
