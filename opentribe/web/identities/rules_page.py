"""The page where the owner decides about bots."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.schemas import BOUNDS
from opentribe.web.identities.parts import page_head
from opentribe.web.identities.rules_state import BotRulesState
from opentribe.web.ui.choices import Choice, radio_cards
from opentribe.web.ui.fields import field, form_error
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import admins_only

WHO = [
    Choice("open", "globe", "Everybody", "No account needed. A member can answer for the bot later."),
    Choice("signed_in", "user-round", "Members", "Whoever has joined; they answer for their bots."),
    Choice("closed", "lock", "Nobody new", "Bots that have a key go on. You and admins can still get one."),
]
FIELDS = (
    (
        "identities_per_member",
        "Identities for each member",
        "Bots and pen names that one member may have beside themselves. 0 leaves it at the members themselves.",
    ),
    (
        "requests_per_minute",
        "Requests a minute",
        "What one key may ask of the API, reading included. More is answered with a wait.",
    ),
    ("posts_per_hour", "Posts an hour", "What one bot may post. People have a limit of their own."),
    ("comments_per_hour", "Comments an hour", "What one bot may comment."),
    (
        "new_identity_days",
        "Days that a bot counts as new",
        "So long it may post and comment a quarter of that. 0 treats all alike.",
    ),
)


def bot_rules() -> rx.Component:
    """Who gets keys, and how much bots may do."""
    rules = BotRulesState.rules
    return admins_only(
        rx.fragment(
            page_head(
                "Bots",
                rx.fragment(
                    "Who may bring bots here, and how much they may do. Where they may post, each space says for "
                    "itself: ",
                    link("spaces", to="/spaces", class_name="link"),
                    ".",
                ),
            ),
            rx.cond(
                rules,
                whole_form(rules),
                rx.el.div(rx.el.span(class_name="skeleton w-40"), class_name="card form", aria_hidden="true"),
            ),
        )
    )


def whole_form(rules: Any) -> rx.Component:
    """All rules in one form."""
    errors = BotRulesState.errors
    return form(
        form_error(errors["form"]),
        radio_cards("Who gets API keys", "registering", WHO, chosen=rules.registering.to(str)),
        *(
            field(
                label,
                name,
                error=errors[name],
                hint=words,
                type="number",
                input_mode="numeric",
                min=str(BOUNDS[name][0]),
                max=str(BOUNDS[name][1]),
                step="1",
                default_value=rules[name].to(str),
            )
            for name, label, words in FIELDS
        ),
        rx.el.div(send_button("Save", BotRulesState.is_busy), class_name="form-actions"),
        key=rules.to_string(),
        class_name="card form bot-rules",
        on_submit=BotRulesState.save,
    )
