"""The form of a space: name, address, icon, who sees it and who posts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.payments.schemas import TierCard
from opentribe.domain.spaces.schemas import DESCRIPTION_LIMIT, NAME_LIMIT, InvitedCard
from opentribe.web.spaces.state import SpaceFormState
from opentribe.web.ui.choices import Choice, radio_cards, switch
from opentribe.web.ui.fields import field, form_error, select, text_area
from opentribe.web.ui.menu import opens
from opentribe.web.widgets.forms import form, send_button

EMOJI = (
    *("💬", "👋", "🌱", "🛠️", "📣", "❓", "💡", "🎉", "📚", "🎓"),
    *("🎨", "🎵", "📷", "🎮", "💻", "🤖", "🚀", "🧪", "🧭", "🗺️"),
    *("🏡", "🏃", "🧘", "🥗", "☕", "🍳", "🌍", "🌊", "🔥", "⭐"),
    *("❤️", "🤝", "🏆", "📅", "💼", "💰", "🔒", "💎", "🗳️", "📝"),
)
VISIBILITIES = [
    Choice("public", "globe", "Public", "Anybody can read it, with or without an account."),
    Choice("members", "lock", "Members", "Everyone who has joined the community."),
    Choice("paid", "gem", "Paid", "Members who hold a tier."),
    Choice("secret", "eye-off", "Secret", "Only those you invite know that it exists."),
]
POSTERS = [
    ("everyone", "Everyone who sees it"),
    ("moderators", "Moderators and up"),
    ("admins", "The owner and admins"),
]


def space_form(label: str) -> rx.Component:
    """The whole form; it is filled from the space being edited."""
    space, errors = SpaceFormState.space, SpaceFormState.errors
    return form(
        form_error(errors["form"]),
        rx.el.div(
            icon_picker(),
            field(
                "Name",
                "name",
                error=errors["name"],
                default_value=rx.cond(space, space.name, ""),
                max_length=NAME_LIMIT + 20,
                auto_focus=True,
            ),
            class_name="icon-field",
        ),
        field(
            "Address",
            "slug",
            error=errors["slug"],
            prefix="/",
            hint="The end of its link. Leave it empty to make it from the name.",
            default_value=rx.cond(space, space.slug, ""),
            auto_capitalize="none",
            spell_check=False,
        ),
        field(
            "Description",
            "description",
            text_area,
            error=errors["description"],
            hint=f"What belongs here, in up to {DESCRIPTION_LIMIT} characters.",
            is_optional=True,
            rows="2",
            default_value=rx.cond(space, space.description, ""),
        ),
        radio_cards(
            "Who can see it",
            "visibility",
            VISIBILITIES,
            chosen=SpaceFormState.visibility,
            on_choose=SpaceFormState.choose_visibility,
        ),
        rx.cond(SpaceFormState.visibility == "paid", which_tier()),
        who_posts(space),
        rx.el.div(send_button(label, SpaceFormState.is_busy), class_name="form-actions"),
        key=rx.cond(space, space.id.to(str), "new"),
        class_name="card form",
        on_submit=SpaceFormState.save,
    )


def icon_picker() -> rx.Component:
    """The chosen emoji, and a sheet of others behind it."""
    return rx.el.div(
        rx.el.input(type="hidden", name="icon", value=SpaceFormState.icon, read_only=True),
        rx.el.button(
            SpaceFormState.icon,
            type="button",
            class_name="icon-picker-button",
            aria_label="Choose an icon",
            custom_attrs=opens("emoji"),
        ),
        rx.el.div(
            rx.el.div(
                *(
                    rx.el.button(
                        emoji,
                        type="button",
                        aria_label=f"Icon {emoji}",
                        aria_pressed=rx.cond(SpaceFormState.icon == emoji, "true", "false"),
                        on_click=SpaceFormState.choose_icon(emoji),
                        custom_attrs={"popoverTarget": "emoji", "popoverTargetAction": "hide"},
                    )
                    for emoji in EMOJI
                ),
                class_name="emoji-grid",
            ),
            id="emoji",
            class_name="menu start emoji-picker",
            custom_attrs={"popover": "auto"},
        ),
    )


def which_tier() -> rx.Component:
    """The tier that opens a paid space."""
    space, errors = SpaceFormState.space, SpaceFormState.errors
    return rx.el.div(
        rx.el.label("Tier", html_for="required_tier_id"),
        rx.el.select(
            rx.el.option("Any tier", value=""),
            rx.foreach(SpaceFormState.tiers, tier_option),
            id="required_tier_id",
            name="required_tier_id",
            class_name="input",
            default_value=rx.cond(space, rx.cond(space.required_tier_id, space.required_tier_id.to(str), ""), ""),
        ),
        rx.el.p(
            rx.cond(
                errors["required_tier_id"],
                errors["required_tier_id"],
                rx.cond(
                    SpaceFormState.tiers.length() > 0,
                    "Members who hold it see the space; the others do not know of it.",
                    "There are no tiers yet, so until there are only you and your moderators see it.",
                ),
            ),
            class_name=rx.cond(errors["required_tier_id"], "field-error", "field-hint"),
        ),
        class_name="field",
    )


def tier_option(tier: rx.Var[TierCard]) -> rx.Component:
    """A tier to choose."""
    return rx.el.option(tier.name, value=tier.id.to(str), key=tier.id.to(str))


def who_posts(space: Any) -> rx.Component:
    """Who may start posts, and whether bots may."""
    return rx.fragment(
        field(
            "Who can post",
            "post_permission",
            select,
            hint="Everyone who sees the space can comment.",
            options=POSTERS,
            default_value=rx.cond(space, space.post_permission.to(str), "everyone"),
        ),
        switch(
            "Bots can post",
            words="They are marked as bots wherever they speak.",
            name="bots_allowed",
            default_checked=rx.cond(space, space.bots_allowed, True),
        ),
    )


def invitations() -> rx.Component:
    """Who was let into a secret space."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2("Invited"), rx.el.p("These members see the space; so do you and your moderators.")),
            class_name="section-head",
        ),
        form(
            rx.el.div(
                field(
                    "Invite by handle",
                    "username",
                    error=SpaceFormState.errors["username"],
                    prefix="@",
                    auto_complete="off",
                ),
                class_name="form-row",
            ),
            rx.el.div(send_button("Invite"), class_name="form-actions"),
            class_name="card form",
            on_submit=SpaceFormState.invite,
            reset_on_submit=True,
        ),
        rx.cond(
            SpaceFormState.invited.length() > 0,
            rx.el.ul(rx.foreach(SpaceFormState.invited, invited_row), class_name="card flush rows"),
        ),
        class_name="section",
    )


def invited_row(member: rx.Var[InvitedCard]) -> rx.Component:
    """A member with the way to take the invitation back."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.span(member.name), class_name="row-title"),
            rx.el.span("@", member.username, class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.div(
            rx.el.button(
                "Remove",
                type="button",
                class_name="button ghost small warn",
                aria_label="Remove " + member.name.to(str),
                on_click=SpaceFormState.uninvite(member.user_id.to(str)),
            ),
            class_name="row-actions",
        ),
        key=member.user_id.to(str),
        class_name="row",
    )
