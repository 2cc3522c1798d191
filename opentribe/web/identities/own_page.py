"""The page of one of one's identities: its words, its picture, its keys, its end."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.schemas import DESCRIPTION_LIMIT
from opentribe.web.identities.hooks import hooks
from opentribe.web.identities.keys import keys
from opentribe.web.identities.list_page import HERE, used, written
from opentribe.web.identities.own_state import OwnIdentityState
from opentribe.web.identities.parts import kind_of, sign_in_first
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, form_error, text_area
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import Moment, PictureUpload
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import missing


def own_identity() -> rx.Component:
    """Everything about one identity, for its member."""
    identity = OwnIdentityState.identity
    return rx.cond(
        SessionState.is_ready & ~SessionState.me.is_member,
        sign_in_first("Your identities open once we know who you are.", HERE),
        rx.cond(
            OwnIdentityState.is_missing,
            missing("identity"),
            rx.cond(identity, whole(identity), rx.el.div(rx.el.span(class_name="skeleton w-40"), class_name="card")),
        ),
    )


def whole(identity: Any) -> rx.Component:
    """Its name, and a section for each thing that can be changed."""
    return rx.fragment(
        link(icon("arrow-left"), "Identities", to=HERE, class_name="back-link"),
        rx.el.header(
            avatar(identity.name, identity.image, size="l", seed=identity.id.to(str), is_square=identity.is_bot),
            rx.el.div(
                rx.el.h1(identity.name, kind_of(identity)),
                rx.el.p(
                    Moment.create(at=identity.created_at, prefix="Here since"), " · ", written(identity), used(identity)
                ),
            ),
            rx.el.div(
                link(
                    rx.el.span("Public page"),
                    to="/u/" + identity.name.to(str),
                    class_name="button quiet",
                ),
                class_name="actions",
            ),
            class_name="page-head made-bot",
        ),
        rx.cond(
            identity.is_bot,
            rx.fragment(keys(), hooks("Webhooks", "These hear what this bot may see, not its own words.")),
        ),
        rx.cond(identity.is_default, rx.fragment(), about(identity)),
        rx.cond(identity.is_default, rx.fragment(), ending(identity)),
    )


def about(identity: Any) -> rx.Component:
    """Picture and description, as everyone sees them."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2("About it"), rx.el.p("What everyone sees on its page.")), class_name="section-head"
        ),
        rx.el.div(
            PictureUpload.create(
                purpose="avatar",
                address=rx.cond(identity.has_picture, identity.image, ""),
                name="its picture",
                on_choose=OwnIdentityState.choose_picture,
                on_remove=OwnIdentityState.remove_picture,
            ),
            form(
                form_error(OwnIdentityState.errors["form"]),
                field(
                    "Description",
                    "description",
                    text_area,
                    error=OwnIdentityState.errors["description"],
                    hint=f"What it does and for whom, in up to {DESCRIPTION_LIMIT} characters.",
                    is_optional=True,
                    rows="2",
                    default_value=identity.description,
                ),
                rx.el.div(send_button("Save", OwnIdentityState.is_busy), class_name="form-actions"),
                key=identity.id.to(str) + identity.description.to(str),
                class_name="form",
                on_submit=OwnIdentityState.describe,
            ),
            class_name="card form",
        ),
        class_name="section",
    )


def ending(identity: Any) -> rx.Component:
    """The way to delete it, and the question before."""
    what = rx.cond(
        identity.is_bot,
        "Its keys stop at once. What it wrote stays and says that its author is gone; nobody can take its name.",
        "What you wrote under it stays and says that its author is gone; nobody can take its name.",
    )
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2("Delete it"), rx.el.p(what)),
            button("Delete", variant="quiet", is_warning=True, on_click=OwnIdentityState.ask_to_end),
            class_name="section-head",
        ),
        dialog(
            "end-identity",
            "Delete " + identity.name.to(str) + "?",
            rx.el.p(what, " This cannot be undone."),
            actions=(
                button("Keep it", variant="ghost", auto_focus=True, on_click=OwnIdentityState.keep),
                button("Delete it", variant="danger", on_click=OwnIdentityState.end),
            ),
            is_open=OwnIdentityState.is_ending,
            on_close=OwnIdentityState.keep,
        ),
        class_name="section",
    )
