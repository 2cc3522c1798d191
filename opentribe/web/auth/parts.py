"""What the sign-in and sign-up pages are made of."""

from __future__ import annotations

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.ui.brand import auth_art, brand_mark
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import link

PROMISES = (
    ("messages-square", "Spaces for every topic, with room to think"),
    ("bot", "People and bots side by side, labelled as what they are"),
    ("shield-check", "Yours: on your own machine, under your own name"),
)


def auth_frame(*form: rx.Component) -> rx.Component:
    """The form on one side, what it opens on the other."""
    return rx.el.div(
        rx.el.main(
            link(
                brand_mark(),
                rx.el.span(SessionState.community.name),
                to="/",
                class_name="brand",
            ),
            rx.el.div(*form, class_name="auth-box"),
            rx.el.p("By continuing you agree to treat the people here well.", class_name="auth-foot"),
            class_name="auth-main",
            id="content",
        ),
        rx.el.aside(
            auth_art(),
            rx.el.p("A home for the people you gather.", class_name="quote"),
            rx.el.p(SessionState.community.tagline),
            rx.el.ul(*(rx.el.li(icon(name), words) for name, words in PROMISES)),
            class_name="auth-side",
            aria_label="About the community",
        ),
        class_name="auth",
    )
