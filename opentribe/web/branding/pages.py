"""The page where the owner names the community."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.branding.schemas import NAME_LIMIT, TAGLINE_LIMIT
from opentribe.web.branding.state import CommunityState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.fields import field, form_error
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.states import admins_only


def community() -> rx.Component:
    """Name and tagline, as everyone sees them."""
    shown, errors = SessionState.community, CommunityState.errors
    return admins_only(
        rx.fragment(
            rx.el.header(
                rx.el.div(rx.el.h1("Community"), rx.el.p("How it is called on every page and in every invitation.")),
                class_name="page-head",
            ),
            form(
                form_error(errors["form"]),
                field(
                    "Name",
                    "name",
                    error=errors["name"],
                    default_value=shown.name,
                    max_length=NAME_LIMIT + 20,
                ),
                field(
                    "Tagline",
                    "tagline",
                    error=errors["tagline"],
                    hint=f"One line that says what it is for, in up to {TAGLINE_LIMIT} characters.",
                    is_optional=True,
                    default_value=shown.tagline,
                ),
                rx.el.div(send_button("Save", CommunityState.is_busy), class_name="form-actions"),
                key=shown.name.to(str) + shown.tagline.to(str),
                class_name="card form",
                on_submit=CommunityState.save,
            ),
        )
    )


PAGES = (Page("/community", community, "Community", [SessionState.enter]),)
