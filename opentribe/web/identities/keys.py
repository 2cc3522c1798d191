"""The keys of a bot on its member's page, and the questions about them."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.identities.schemas import KEY_NAME_LIMIT, LONGEST_GRACE_HOURS, KeyCard
from opentribe.web.identities.keys_state import KeysState
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, form_error, select
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import CopyBox, LoadMore, Moment
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.rows import growing

LASTS = [("", "Until it is revoked"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "A year")]


def keys() -> rx.Component:
    """All keys, those that work first; a new one stands above, this once."""
    batch = KeysState.batch
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Keys"), rx.el.p("Whoever holds one speaks as this bot. Give each program a key of its own.")
            ),
            button("New key", variant="quiet", icon_name="key-round", on_click=KeysState.ask_about("new", "", "")),
            class_name="section-head",
        ),
        rx.cond(KeysState.secret, new_key()),
        rx.cond(
            ~KeysState.is_loading & (batch.rows.length() == 0),
            rx.el.div(
                empty_state("key-round", "No keys yet", "Make one, and your bot can speak over the API."),
                class_name="card",
            ),
            rx.el.ul(rx.foreach(growing(batch, KeysState.patches, KeyCard), key_row), class_name="card flush rows"),
        ),
        rx.cond(
            KeysState.has_more,
            LoadMore.create(
                batch=batch.epoch.to(str) + batch.number.to_string(),
                is_busy=KeysState.is_loading,
                label="Show more",
                on_more=KeysState.load_more,
            ),
        ),
        asking(),
        rotating(),
        revoking(),
        class_name="section",
    )


def new_key() -> rx.Component:
    """A key at the only moment when it can be read."""
    return rx.el.div(
        rx.el.h3(KeysState.secret_name),
        CopyBox.create(value=KeysState.secret, label="the new key", takes_focus=True),
        rx.el.p("Copy it now: it is shown this once, and gone when you leave this page."),
        key=KeysState.secret,
        class_name="card once",
        on_unmount=KeysState.leave,
    )


def key_row(card: rx.Var[KeyCard]) -> rx.Component:
    """A key with its last characters, how long it works, and what can be done with it."""
    named = card.name.to(str) + " …" + card.last_four.to(str)
    return rx.el.li(
        rx.el.span(icon("key-round"), class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.span(
                rx.el.span(card.name),
                rx.el.code("…", card.last_four, class_name="muted"),
                rx.cond(card.is_live, rx.fragment(), badge(rx.cond(card.is_revoked, "Revoked", "Expired"))),
                class_name="row-title",
            ),
            rx.el.span(
                Moment.create(at=card.created_at, prefix="Made"),
                " · ",
                rx.cond(card.last_used_at, Moment.create(at=card.last_used_at, prefix="used"), "never used"),
                rx.cond(
                    card.expires_at & card.is_live,
                    rx.fragment(" · ", Moment.create(at=card.expires_at, prefix="ends")),
                ),
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.cond(
            card.is_live,
            rx.el.div(
                button(
                    "Rotate",
                    variant="ghost",
                    size="small",
                    aria_label="Rotate " + named,
                    on_click=KeysState.ask_about("rotate", card.id.to(str), named),
                ),
                button(
                    "Revoke",
                    variant="ghost",
                    size="small",
                    is_warning=True,
                    aria_label="Revoke " + named,
                    on_click=KeysState.ask_about("revoke", card.id.to(str), named),
                ),
                class_name="row-actions",
            ),
        ),
        key=card.id.to(str),
        class_name="row key-row",
        custom_attrs={"data-ended": rx.cond(card.is_live, rx.Var("undefined"), "")},
    )


def asking() -> rx.Component:
    """What a new key is for, and how long it lives."""
    errors = KeysState.errors
    return dialog(
        "new-key",
        "New key",
        form(
            form_error(errors["form"]),
            field(
                "Name",
                "key_name",
                error=errors["name"],
                hint="What it is for, such as the machine it is kept on.",
                is_optional=True,
                max_length=KEY_NAME_LIMIT + 20,
                auto_complete="off",
            ),
            field("Works", "lasts", select, options=LASTS),
            actions("Make the key"),
            class_name="form",
            on_submit=KeysState.create,
            reset_on_submit=True,
        ),
        is_open=KeysState.asked == "new",
        on_close=KeysState.close,
    )


def rotating() -> rx.Component:
    """How long the old key lives beside the new one."""
    errors = KeysState.errors
    return dialog(
        "rotate-key",
        "Rotate " + KeysState.chosen_name.to(str),
        form(
            form_error(errors["form"]),
            rx.el.p("You get a new key. The old one goes on for a while, so that nothing stands still meanwhile."),
            field(
                "Hours that the old key lives on",
                "grace_hours",
                error=errors["grace_hours"],
                hint=f"0 ends it at once; {LONGEST_GRACE_HOURS} is a week and the most.",
                type="number",
                min="0",
                max=str(LONGEST_GRACE_HOURS),
                default_value="1",
                input_mode="numeric",
            ),
            actions("Rotate it"),
            class_name="form",
            on_submit=KeysState.rotate,
            reset_on_submit=True,
        ),
        is_open=KeysState.asked == "rotate",
        on_close=KeysState.close,
    )


def revoking() -> rx.Component:
    """The question before a key ends."""
    return dialog(
        "revoke-key",
        "Revoke " + KeysState.chosen_name.to(str) + "?",
        rx.el.p("It stops at once, wherever it is in use. This cannot be undone; rotate it instead if a bot needs it."),
        actions=(
            button("Keep it", variant="ghost", auto_focus=True, on_click=KeysState.close),
            button("Revoke it", variant="danger", on_click=KeysState.revoke),
        ),
        is_open=KeysState.asked == "revoke",
        on_close=KeysState.close,
    )


def actions(label: str) -> rx.Component:
    """The foot of a form in a dialog."""
    return rx.el.div(
        button("Cancel", variant="ghost", on_click=KeysState.close),
        send_button(label, KeysState.is_busy),
        class_name="dialog-actions",
    )
