"""The page with one's identities: oneself, pen names, and the bots one answers for."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.naming import NAME_LENGTHS
from opentribe.domain.identities.schemas import DESCRIPTION_LIMIT, IdentityCard
from opentribe.web.identities.list_state import IdentitiesState
from opentribe.web.identities.parts import kind_of, page_head, sign_in_first
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, form_error, text_area
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import LoadMore, Moment
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed

HERE = "/identities"


def identities() -> rx.Component:
    """The list, and the ways to more of them."""
    room = IdentitiesState.room
    return rx.cond(
        SessionState.is_ready & ~SessionState.me.is_member,
        sign_in_first("Your identities open once we know who you are.", HERE),
        rx.fragment(
            page_head(
                "Identities",
                "The names you write under: yourself, pen names, and the bots you answer for.",
                button("New pen name", variant="quiet", icon_name="feather", on_click=IdentitiesState.name_one),
                link(icon("bot"), rx.el.span("New bot"), to="/get-api-key", class_name="button primary"),
            ),
            rx.cond(
                IdentitiesState.has_failed,
                rx.el.div(failed(IdentitiesState.load), class_name="card"),
                rx.el.ul(
                    rx.cond(IdentitiesState.is_loading & ~IdentitiesState.has_more, waiting()),
                    rx.foreach(
                        growing(IdentitiesState.batch, IdentitiesState.patches, IdentityCard),
                        identity_row,
                    ),
                    class_name="card flush rows",
                ),
            ),
            rx.cond(
                IdentitiesState.has_more,
                LoadMore.create(
                    batch=IdentitiesState.batch.epoch.to(str) + IdentitiesState.batch.number.to_string(),
                    is_busy=IdentitiesState.is_loading,
                    label="Show more",
                    on_more=IdentitiesState.load_more,
                ),
            ),
            rx.cond(
                room.most > 0,
                rx.el.p(
                    f"{room.held} of {room.most} beside yourself.",
                    class_name="field-hint",
                ),
            ),
            claiming(),
            naming(),
        ),
    )


def waiting() -> rx.Component:
    """A row on its way."""
    return rx.el.li(
        rx.el.span(class_name="skeleton round"),
        rx.el.div(rx.el.span(class_name="skeleton w-40"), class_name="row-main"),
        class_name="row",
        aria_hidden="true",
    )


def identity_row(identity: rx.Var[IdentityCard]) -> rx.Component:
    """One name with what became of it; others than oneself lead to their own page."""
    return rx.el.li(
        avatar(identity.name, identity.image, seed=identity.id.to(str), is_square=identity.is_bot),
        rx.el.div(
            rx.el.span(
                rx.cond(
                    identity.is_default | identity.is_deleted,
                    rx.el.span(identity.name),
                    link(identity.name, to="/identities/" + identity.id.to(str), class_name="whole-row"),
                ),
                kind_of(identity),
                class_name="row-title",
            ),
            rx.cond(
                identity.is_default,
                rx.el.span(
                    "You: what you write as a member. It has your profile's name and picture.", class_name="row-meta"
                ),
                rx.cond(identity.description, rx.el.span(identity.description, class_name="row-meta one-line")),
            ),
            rx.el.span(written(identity), used(identity), class_name="row-meta"),
            class_name="row-main",
        ),
        rx.cond(
            identity.is_default,
            rx.el.div(
                link(rx.el.span("Account"), to="/account", class_name="button ghost small"), class_name="row-actions"
            ),
            rx.cond(identity.is_deleted, rx.fragment(), icon("chevron-right")),
        ),
        key=identity.id.to(str),
        class_name="row identity",
        custom_attrs={"data-deleted": rx.cond(identity.is_deleted, "", rx.Var("undefined"))},
    )


def written(identity: Any) -> rx.Component:
    """Counts of what it wrote."""
    posts, comments = identity.post_count, identity.comment_count
    return rx.fragment(
        posts.to_string(),
        rx.cond(posts == 1, " post", " posts"),
        " · ",
        comments.to_string(),
        rx.cond(comments == 1, " comment", " comments"),
    )


def used(identity: Any) -> rx.Component:
    """For bots: their keys, and when one was last used."""
    keys = identity.key_count
    return rx.cond(
        identity.is_bot & ~identity.is_deleted,
        rx.fragment(
            " · ",
            rx.cond(keys == 0, "no key", keys.to_string() + rx.cond(keys == 1, " key", " keys").to(str)),
            " · ",
            rx.cond(identity.last_used_at, Moment.create(at=identity.last_used_at, prefix="used"), "never used"),
        ),
    )


def claiming() -> rx.Component:
    """For those who hold the key of a bot that nobody answers for."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Claim a bot with its key"),
                rx.el.p(
                    "A bot that was made without an account becomes yours when you show its key, or open its claim "
                    "link. From then on your name stands beside it, and you can end it."
                ),
            ),
            class_name="section-head",
        ),
        form(
            field(
                "API key",
                "key",
                error=IdentitiesState.errors["key"],
                type="password",
                auto_complete="off",
                spell_check=False,
                placeholder="opentribe_…",
            ),
            rx.el.div(send_button("Claim it", IdentitiesState.is_busy), class_name="form-actions"),
            class_name="card form",
            on_submit=IdentitiesState.claim,
            reset_on_submit=True,
        ),
        class_name="section",
    )


def naming() -> rx.Component:
    """The form for a pen name."""
    errors = IdentitiesState.errors
    return dialog(
        "pen-name",
        "New pen name",
        form(
            form_error(errors["form"]),
            rx.el.p("Another name to write under. Who you are is told to nobody."),
            field(
                "Name",
                "name",
                error=errors["name"],
                hint="What people read above its posts. It stays.",
                max_length=NAME_LENGTHS[-1] + 20,
                auto_complete="off",
            ),
            field(
                "Description",
                "description",
                text_area,
                error=errors["description"],
                hint=f"Up to {DESCRIPTION_LIMIT} characters.",
                is_optional=True,
                rows="2",
            ),
            rx.el.div(
                button("Cancel", variant="ghost", on_click=IdentitiesState.close),
                send_button("Create", IdentitiesState.is_busy),
                class_name="dialog-actions",
            ),
            class_name="form",
            on_submit=IdentitiesState.create,
        ),
        is_open=IdentitiesState.is_naming,
        on_close=IdentitiesState.close,
    )
