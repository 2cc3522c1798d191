"""The sign-in, sign-up and account pages."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.auth.schemas import PASSWORD_SHORTEST, SessionCard
from opentribe.web.auth.about_parts import about_section
from opentribe.web.auth.about_state import AboutState
from opentribe.web.auth.address_parts import address_section
from opentribe.web.auth.link_pages import LINK_PAGES
from opentribe.web.auth.parts import auth_frame
from opentribe.web.auth.state import AvatarState, SessionsState, SignInState, SignUpState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.fields import field, form_error
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import Moment, PictureUpload
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link


def sign_in() -> rx.Component:
    """For those who have an account."""
    errors = SignInState.errors
    return auth_frame(
        rx.el.h1("Welcome back"),
        rx.el.p("Sign in to pick up where you left off."),
        form(
            form_error(errors["form"]),
            field("E-mail", "email", error=errors["email"], type="email", auto_complete="email", auto_focus=True),
            field("Password", "password", error=errors["password"], type="password", auto_complete="current-password"),
            send_button("Sign in", SignInState.is_busy, size="large", is_wide=True),
            class_name="form",
            on_submit=SignInState.submit,
        ),
        rx.el.p(
            link("Forgot your password?", to="/forgot", class_name="link"),
            link("Sign in with a link", to="/sign-in-link", class_name="link"),
            class_name="auth-other auth-ways",
        ),
        rx.el.p("New here? ", link("Create an account", to="/sign-up", class_name="link"), class_name="auth-other"),
    )


def sign_up() -> rx.Component:
    """For those who join; the first one becomes the owner and is told so."""
    errors = SignUpState.errors
    return auth_frame(
        rx.cond(
            SignUpState.is_first,
            rx.fragment(
                rx.el.h1("Found your community"),
                rx.el.p("This is a new home. The first account is its owner: that will be you."),
            ),
            rx.fragment(
                rx.el.h1("Join ", SessionState.community.name),
                rx.el.p("One account for posts, comments and everything that happens here."),
            ),
        ),
        form(
            form_error(errors["form"]),
            field(
                "Your name",
                "name",
                error=errors["name"],
                auto_complete="name",
                auto_focus=True,
                on_blur=SignUpState.suggest,
            ),
            field(
                "Handle",
                "username",
                error=errors["username"],
                prefix="@",
                hint="Letters a-z, digits and underscores. Leave it empty to take the suggestion.",
                placeholder=SignUpState.suggestion,
                auto_complete="off",
                auto_capitalize="none",
                spell_check=False,
            ),
            field("E-mail", "email", error=errors["email"], type="email", auto_complete="email"),
            field(
                "Password",
                "password",
                error=errors["password"],
                hint=f"At least {PASSWORD_SHORTEST} characters.",
                type="password",
                auto_complete="new-password",
            ),
            rx.cond(SignUpState.is_first, about_keys()),
            send_button(
                rx.cond(SignUpState.is_first, "Create the community", "Create account"),
                SignUpState.is_busy,
                size="large",
                is_wide=True,
            ),
            class_name="form",
            on_submit=SignUpState.submit,
        ),
        rx.el.p("Here already? ", link("Sign in", to="/sign-in", class_name="link"), class_name="auth-other"),
    )


def about_keys() -> rx.Component:
    """What holds for bots until the owner decides."""
    words = "API keys for bots are for members at first. You decide that under Bots in your menu."
    return rx.el.p(icon("bot"), rx.el.span(words), class_name="form-note")


def account() -> rx.Component:
    """Who one is, and where one is signed in."""
    me = SessionState.me
    return rx.cond(
        SessionState.is_ready & ~me.is_member,
        rx.el.div(
            rx.el.h1("Sign in first"),
            rx.el.p("Your account page opens once we know who you are."),
            link("Sign in", to="/sign-in?next=/account", class_name="button primary"),
            class_name="empty page-wide",
        ),
        rx.fragment(
            rx.el.div(rx.el.div(rx.el.h1("Account")), class_name="page-head"),
            rx.el.section(
                rx.el.div(
                    avatar(me.name, me.image, size="xl"),
                    rx.cond(
                        me.is_member,
                        rx.el.div(rx.el.strong(me.name), rx.el.small("@", me.username, " · ", me.role.to(str))),
                        rx.el.span(class_name="skeleton w-60"),
                    ),
                    class_name="portrait",
                ),
                rx.cond(
                    me.is_member,
                    PictureUpload.create(
                        purpose="avatar",
                        address=rx.cond(me.has_picture, me.image, ""),
                        name="your picture",
                        on_choose=AvatarState.choose,
                        on_remove=AvatarState.remove,
                    ),
                ),
                class_name="section card",
            ),
            rx.cond(me.is_member, about_section()),
            address_section(),
            rx.cond(me.is_member, bots()),
            rx.el.section(
                rx.el.div(
                    rx.el.div(
                        rx.el.h2("Signed in on"),
                        rx.el.p("Sign out any device you do not know or no longer use."),
                    ),
                    rx.el.button(
                        "Sign out everywhere",
                        type="button",
                        class_name="button quiet warn",
                        on_click=SessionsState.sign_out_everywhere,
                    ),
                    class_name="section-head",
                ),
                rx.el.ul(rx.foreach(SessionsState.sessions, session_row), class_name="card flush rows"),
                class_name="section",
            ),
        ),
    )


def bots() -> rx.Component:
    """Whether what bots write is read."""
    hides = SessionState.me.hides_bots
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Bots"),
                rx.el.p(
                    rx.cond(
                        hides,
                        "What bots write is left out of your feeds, and folded away in conversations.",
                        "What bots write is marked. You can leave it out of everything you read.",
                    )
                ),
            ),
            rx.el.button(
                rx.cond(hides, "Show bots", "Hide bots"),
                type="button",
                class_name="button quiet",
                on_click=SessionState.hide_bots(~hides),
            ),
            class_name="section-head",
        ),
        class_name="section",
    )


def session_row(card: rx.Var[SessionCard]) -> rx.Component:
    """One device, with the way to sign it out."""
    return rx.el.li(
        rx.el.span(icon("monitor-smartphone"), class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.span(rx.el.span(card.device), class_name="row-title"),
            rx.el.span(
                rx.cond(
                    card.is_this_one,
                    rx.el.span("This device", class_name="here"),
                    Moment.create(at=card.last_seen_at, prefix="Last seen"),
                ),
                " · ",
                card.address,
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.el.div(
            rx.el.button(
                "Sign out",
                type="button",
                class_name="button ghost small warn",
                aria_label="Sign out " + card.device.to(str),
                on_click=SessionsState.revoke(card.id.to(str)),
            ),
            class_name="row-actions",
        ),
        key=card.id.to(str),
        class_name="row",
    )


def _loads(*events: Any) -> list[Any]:
    return [SessionState.enter, *events]


PAGES = (
    Page("/sign-in", sign_in, "Sign in", _loads(SignInState.open), frame="bare"),
    Page("/sign-up", sign_up, "Join", _loads(SignUpState.open), frame="bare"),
    Page("/account", account, "Account", _loads(SessionsState.load, AboutState.open)),
    *LINK_PAGES,
)
