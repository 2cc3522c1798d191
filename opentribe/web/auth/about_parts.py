"""What one says about oneself, on the account page."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.members.schemas import ABOUT_LIMIT
from opentribe.web.auth.about_state import AboutState
from opentribe.web.session.state import SessionState
from opentribe.web.ui.fields import field, form_error, text_area
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link


def about_section() -> rx.Component:
    """Some words for one's own page."""
    errors = AboutState.errors
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("About you"),
                rx.el.p("Who you are and what you like to talk about. With a picture, it completes your profile."),
            ),
            link("Your page", to="/members/" + SessionState.me.username.to(str), class_name="button quiet"),
            class_name="section-head",
        ),
        form(
            form_error(errors["form"]),
            field(
                "A few words",
                "bio",
                text_area,
                error=errors["bio"],
                hint=f"Up to {ABOUT_LIMIT} characters. Markdown works.",
                is_optional=True,
                rows="3",
                default_value=AboutState.bio,
            ),
            rx.el.div(send_button("Save", AboutState.is_busy), class_name="form-actions"),
            key=AboutState.bio,
            class_name="card form",
            on_submit=AboutState.save,
        ),
        class_name="section",
    )
