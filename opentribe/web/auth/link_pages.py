"""The pages behind mailed links, and those where one asks for a link."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.auth.schemas import PASSWORD_SHORTEST
from opentribe.domain.links.schemas import LinkStand
from opentribe.web.auth.link_state import AskState, ConfirmState, EnterState, ResetState
from opentribe.web.auth.parts import auth_frame
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.fields import field, form_error
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link

GOOD, USED, OLD = (stand.value for stand in (LinkStand.good, LinkStand.used, LinkStand.old))


def forgot() -> rx.Component:
    """For whoever forgot the password."""
    return ask_page(
        "Choose a new password",
        "Write the address you signed up with, and we send you a link. It is good for an hour.",
        AskState.ask_for_reset,
    )


def sign_in_link() -> rx.Component:
    """For whoever signs in without a password."""
    return ask_page(
        "Sign in with a link",
        "Write the address you signed up with, and we send you a link that signs you in. No password needed.",
        AskState.ask_for_link,
    )


def ask_page(title: str, words: str, on_submit: Any) -> rx.Component:
    """One field for an address; afterwards the same words whoever asked."""
    errors = AskState.errors
    return auth_frame(
        rx.cond(
            AskState.is_sent,
            rx.fragment(
                rx.el.span(icon("mail-check"), class_name="empty-icon", aria_hidden="true"),
                rx.el.h1("Look into your mailbox"),
                rx.el.p(
                    "If there is an account with that address, a link is on its way. "
                    "It may take a minute, and it may have landed among spam.",
                    role="status",
                ),
                rx.el.p(
                    "Nothing came? ",
                    rx.el.button("Ask again", type="button", class_name="link", on_click=AskState.open),
                    class_name="auth-other",
                ),
            ),
            rx.fragment(
                rx.el.h1(title),
                rx.el.p(words),
                form(
                    form_error(errors["form"]),
                    field(
                        "E-mail", "email", error=errors["email"], type="email", auto_complete="email", auto_focus=True
                    ),
                    send_button("Send me a link", AskState.is_busy, size="large", is_wide=True),
                    class_name="form",
                    on_submit=on_submit,
                ),
            ),
        ),
        rx.el.p("Remembered it? ", link("Sign in", to="/sign-in", class_name="link"), class_name="auth-other"),
    )


def confirm() -> rx.Component:
    """Confirms an address at the press of a button."""
    return auth_frame(
        rx.cond(
            ConfirmState.is_done,
            rx.fragment(
                rx.el.span(icon("mail-check"), class_name="empty-icon", aria_hidden="true"),
                rx.el.h1("Your address is confirmed"),
                rx.el.p("We can write to you now.", role="status"),
                rx.el.div(link("Go on", to="/", class_name="button primary large wide"), class_name="form"),
            ),
            link_page(
                ConfirmState,
                rx.fragment(
                    rx.el.h1("Is this your address?"),
                    rx.el.p(rx.el.strong(ConfirmState.card.address), " belongs to an account here."),
                    rx.el.div(
                        form_error(ConfirmState.errors["form"]),
                        button(
                            "Yes, confirm it",
                            size="large",
                            is_wide=True,
                            is_busy=ConfirmState.is_busy,
                            on_click=ConfirmState.confirm,
                        ),
                        class_name="form",
                    ),
                ),
                "Sign in, and we send you another one.",
                link("Sign in", to="/sign-in?next=/account", class_name="button primary large wide"),
            ),
        )
    )


def enter() -> rx.Component:
    """Signs in at the press of a button: mail scanners open links too."""
    return auth_frame(
        link_page(
            EnterState,
            rx.fragment(
                rx.el.h1("Welcome back, ", EnterState.card.name),
                rx.el.p("You are about to sign in as ", rx.el.strong(EnterState.card.address), "."),
                rx.el.div(
                    form_error(EnterState.errors["form"]),
                    button(
                        "Sign in", size="large", is_wide=True, is_busy=EnterState.is_busy, on_click=EnterState.enter
                    ),
                    class_name="form",
                ),
            ),
            "A sign-in link is good once, for 15 minutes.",
            link("Send me a new one", to="/sign-in-link", class_name="button primary large wide"),
        )
    )


def reset() -> rx.Component:
    """A new password."""
    errors = ResetState.errors
    return auth_frame(
        link_page(
            ResetState,
            rx.fragment(
                rx.el.h1("Choose a new password"),
                rx.el.p("For ", rx.el.strong(ResetState.card.address), ". You are signed out everywhere else."),
                form(
                    form_error(errors["form"]),
                    rx.el.input(
                        type="email",
                        name="username",
                        value=ResetState.card.address,
                        auto_complete="username",
                        read_only=True,
                        hidden=True,
                        disabled=True,
                    ),
                    field(
                        "New password",
                        "password",
                        error=errors["password"],
                        hint=f"At least {PASSWORD_SHORTEST} characters.",
                        type="password",
                        auto_complete="new-password",
                        auto_focus=True,
                    ),
                    send_button("Save and sign in", ResetState.is_busy, size="large", is_wide=True),
                    class_name="form",
                    on_submit=ResetState.choose,
                ),
            ),
            "A link to a new password is good once, for an hour.",
            link("Send me a new one", to="/forgot", class_name="button primary large wide"),
        )
    )


def link_page(state: Any, good: rx.Component, life: str, again: rx.Component) -> rx.Component:
    """What a good link opens; for the others why they open nothing, and how to get another."""
    return rx.cond(
        state.is_loading,
        rx.el.div(
            rx.el.p("Looking at your link", class_name="visually-hidden", role="status"),
            rx.el.span(class_name="skeleton tall w-60"),
            rx.el.span(class_name="skeleton w-80"),
            class_name="lines",
            aria_busy="true",
        ),
        rx.match(
            state.card.stand.to(str),
            (GOOD, good),
            (USED, stale_link("This link was used", f"Each link works once. {life}", again)),
            (OLD, stale_link("This link is too old", life, again)),
            stale_link(
                "This link is not whole", "Open it from the mail again, or copy all of it into the address bar.", again
            ),
        ),
    )


def stale_link(title: str, words: str, again: rx.Component) -> rx.Component:
    """Why a link opens nothing."""
    return rx.fragment(
        rx.el.span(icon("link-2-off"), class_name="empty-icon", aria_hidden="true"),
        rx.el.h1(title),
        rx.el.p(words),
        rx.el.div(again, class_name="form"),
    )


LINK_PAGES = (
    Page("/forgot", forgot, "New password", [SessionState.enter, AskState.open], frame="bare"),
    Page("/sign-in-link", sign_in_link, "Sign in with a link", [SessionState.enter, AskState.open], frame="bare"),
    Page(
        "/verify/[verify_token]", confirm, "Confirm your address", [SessionState.enter, ConfirmState.load], frame="bare"
    ),
    Page("/enter/[enter_token]", enter, "Sign in", [SessionState.enter, EnterState.load], frame="bare"),
    Page("/reset/[reset_token]", reset, "New password", [SessionState.enter, ResetState.load], frame="bare"),
)
