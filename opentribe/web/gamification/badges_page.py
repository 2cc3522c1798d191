"""The page of badges: which there are, which one has, and the owner's own."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.gamification.badges_state import BadgesState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.badges import badge as mark
from opentribe.web.ui.buttons import button
from opentribe.web.ui.card import figures
from opentribe.web.ui.choices import Choice, radio_cards
from opentribe.web.ui.dialog import dialog
from opentribe.web.ui.fields import field, form_error
from opentribe.web.widgets.forms import form, send_button
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import failed

DEEDS = [
    Choice("give", "gift", "Give it", "It shows on their page."),
    Choice("take", "undo-2", "Take it back", "It leaves their page."),
]


def badges() -> rx.Component:
    """All of it, for members."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.h1("Badges"), rx.el.p("What members can be proud of. They show on each member's page.")),
            rx.el.div(link("Leaderboard", to="/leaderboard", class_name="button quiet"), class_name="actions"),
            class_name="page-head",
        ),
        rx.cond(
            BadgesState.has_failed,
            failed(BadgesState.load),
            rx.cond(
                BadgesState.is_loading,
                rx.el.div(
                    rx.el.span(class_name="skeleton w-40"), class_name="card", aria_busy="true", aria_hidden="true"
                ),
                rx.fragment(streak(), all_badges(), rx.cond(SessionState.me.is_admin, rx.fragment(maker(), hander()))),
            ),
        ),
    )


def streak() -> rx.Component:
    """One's own days in a row."""
    held = BadgesState.streak
    return rx.el.section(
        rx.el.h2("Your days in a row", class_name="card-title"),
        figures(("Now", held.current.to_string()), ("Longest", held.longest.to_string())),
        rx.el.p("Come by once a day, and it grows. Days begin at midnight, UTC.", class_name="muted"),
        class_name="card streak",
    )


def all_badges() -> rx.Component:
    """Each badge with how many have it."""
    return rx.el.section(
        rx.el.h2("All badges", class_name="visually-hidden"),
        rx.el.ul(rx.foreach(BadgesState.badges, badge_row), class_name="rows badge-list"),
        class_name="card flush",
    )


def badge_row(badge: Any) -> rx.Component:
    """A badge; those of the owner with what the owner may do."""
    return rx.el.li(
        rx.el.span(badge.icon, class_name="row-icon", aria_hidden="true"),
        rx.el.div(
            rx.el.span(
                rx.el.span(badge.name),
                rx.cond(badge.is_mine, mark("yours", tone="accent", icon_name="check")),
                class_name="row-title",
            ),
            rx.el.span(
                rx.cond(badge.description, rx.fragment(badge.description, " · "), ""),
                badge.holder_count.to_string(),
                rx.cond(badge.holder_count == 1, " member", " members"),
                class_name="row-meta",
            ),
            class_name="row-main",
        ),
        rx.cond(
            badge.may_change,
            rx.el.div(
                button(
                    "Give",
                    variant="quiet",
                    size="small",
                    on_click=BadgesState.hand(badge.id.to(str)),
                    aria_label="Give " + badge.name.to(str),
                ),
                class_name="row-actions",
            ),
        ),
        key=badge.id.to(str),
        class_name="row",
        custom_attrs={"data-mine": rx.cond(badge.is_mine, "true", rx.Var("undefined"))},
    )


def maker() -> rx.Component:
    """A badge of the owner's own."""
    errors = BadgesState.errors
    return rx.el.section(
        rx.el.h2("A badge of your own", class_name="card-title"),
        form(
            form_error(errors["form"]),
            rx.el.div(
                field("Name", "name", error=errors["name"], placeholder="Helper of the month", max_length=40),
                field("Icon", "icon", error=errors["icon"], hint="One emoji.", placeholder="🏅", is_optional=True),
                class_name="form-row",
            ),
            field("What it is for", "description", error=errors["description"], is_optional=True, max_length=200),
            rx.el.div(send_button("Make badge", BadgesState.is_busy), class_name="form-actions"),
            key=BadgesState.made.to_string(),
            class_name="form",
            on_submit=BadgesState.make,
        ),
        class_name="card",
    )


def hander() -> rx.Component:
    """To whom a badge goes, from whom it is taken, or whether it goes altogether."""
    return dialog(
        "hand-badge",
        BadgesState.handing_name,
        form(
            form_error(BadgesState.handing_errors["form"]),
            field(
                "Member",
                "handle",
                error=BadgesState.handing_errors["handle"],
                hint="The handle that stands on their page.",
                prefix="@",
                auto_complete="off",
            ),
            radio_cards("What to do", "deed", DEEDS, chosen="give"),
            rx.el.div(
                send_button("Do it"),
                rx.el.span(
                    button(
                        "Remove badge",
                        variant="ghost",
                        is_warning=True,
                        on_click=BadgesState.remove(BadgesState.handing),
                    ),
                    class_name="end",
                ),
                class_name="form-actions",
            ),
            key=BadgesState.handing,
            class_name="form",
            on_submit=BadgesState.give,
        ),
        is_open=BadgesState.handing != "",
        on_close=BadgesState.close,
    )


PAGES = (Page("/badges", badges, "Badges", [SessionState.enter, BadgesState.load]),)
