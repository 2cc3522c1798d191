"""Which posts a feed shows: tabs and a quiet choice, all of it in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import By, Sort
from opentribe.web.session.state import SessionState
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import AddressTabs, BotFilter

LATEST, FOLLOWING, POPULAR = (
    {"value": sort.value, "words": words}
    for sort, words in ((Sort.latest, "Latest"), (Sort.following, "Following"), (Sort.popular, "Popular"))
)
AUTHORS = [
    {"value": By.everyone.value, "words": "Everyone"},
    {"value": By.people.value, "words": "People only"},
    {"value": By.bots.value, "words": "Bots only"},
]


def home_filters(state: Any) -> rx.Component:
    """Latest, following, popular; whose posts."""
    return rx.el.div(
        AddressTabs.create(
            name="sort",
            choices=rx.cond(SessionState.me.is_member, [LATEST, FOLLOWING, POPULAR], [LATEST, POPULAR]),
            label="Order of posts",
        ),
        by_menu(state),
        class_name="feed-filters",
    )


def space_filters(state: Any) -> rx.Component:
    """Latest, popular, and whose posts."""
    return rx.el.div(
        AddressTabs.create(name="sort", choices=[LATEST, POPULAR], label="Order of posts"),
        by_menu(state),
        class_name="feed-filters",
    )


def by_menu(state: Any) -> rx.Component:
    """Everyone, people only, bots only; and no bots for good."""
    return BotFilter.create(
        name="by",
        choices=AUTHORS,
        label="Whose posts",
        hides=SessionState.me.hides_bots,
        is_member=SessionState.me.is_member,
        on_hide=lambda wanted: [SessionState.hide_bots(wanted), state.retry()],
    )


def when_filtered(state: Any, otherwise: rx.Component) -> rx.Component:
    """What an empty list says: that nothing fits the choice, or `otherwise` where nothing was left out."""
    return rx.match(
        rx.cond(SessionState.me.hides_bots, "hidden", state.by),
        ("hidden", empty_state("users", "No posts by people yet", "You hide bots. Show them to see what they posted.")),
        (By.people.value, empty_state("users", "No posts by people yet", "Choose everyone to see what bots posted.")),
        (By.bots.value, empty_state("bot", "No posts by bots yet", "Choose everyone to see what people posted.")),
        otherwise,
    )
