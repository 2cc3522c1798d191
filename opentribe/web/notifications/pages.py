"""The page of notifications."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.notifications.schemas import NotificationCard, Shelf
from opentribe.web.notifications.choices_page import choices
from opentribe.web.notifications.choices_state import NotificationChoicesState
from opentribe.web.notifications.parts import line
from opentribe.web.notifications.state import NotificationsState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.buttons import button
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import AddressTabs, LoadMore
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import Ring
from opentribe.web.widgets.rows import growing
from opentribe.web.widgets.states import failed

SHELVES = [
    {"value": shelf.value, "words": words}
    for shelf, words in (
        (Shelf.all, "All"),
        (Shelf.unread, "Unread"),
        (Shelf.comment, "Comments"),
        (Shelf.reply, "Replies"),
        (Shelf.mention, "Mentions"),
        (Shelf.like, "Likes"),
        (Shelf.follow, "Followers"),
        (Shelf.milestones, "Milestones"),
        (Shelf.community, "Community"),
    )
]


def notifications() -> rx.Component:
    """What one should know of, the unread first."""
    return rx.fragment(
        rx.el.header(
            rx.el.div(rx.el.h1("Notifications"), rx.el.p("What happened around you and what you wrote.")),
            rx.el.div(
                rx.cond(
                    SessionState.bell.unread > 0,
                    button(
                        "Mark all as read",
                        variant="quiet",
                        icon_name="check-check",
                        on_click=NotificationsState.read_all,
                    ),
                ),
                link(
                    icon("settings"),
                    to="/notifications/choices",
                    class_name="icon-button",
                    aria_label="What you hear of",
                    title="What you hear of",
                ),
                class_name="actions",
            ),
            class_name="page-head",
        ),
        rx.cond(
            ~SessionState.is_ready | SessionState.me.is_member,
            rx.fragment(
                AddressTabs.create(name="show", choices=SHELVES, label="Which notifications"),
                Ring.create(on_ring=NotificationsState.hear),
                news(),
                faces(),
            ),
            visitor(),
        ),
    )


def news() -> rx.Component:
    """Says that there are new ones, without moving what one reads."""
    return rx.el.div(
        rx.cond(
            NotificationsState.has_news,
            button("Show new notifications", icon_name="arrow-up", on_click=NotificationsState.load),
        ),
        class_name="new-posts",
        role="status",
        aria_live="polite",
    )


def faces() -> rx.Component:
    """Loading, failed, empty, or the lines."""
    state = NotificationsState
    return rx.cond(
        state.is_loading,
        rx.el.div(*(skeleton_line() for _ in range(4)), class_name="rows card-rows", aria_hidden="true"),
        rx.cond(
            state.has_failed,
            failed(state.load),
            rx.cond(
                state.is_empty,
                nothing(),
                rx.fragment(
                    rx.el.ul(
                        rx.foreach(growing(state.batch, state.patches, NotificationCard), line),
                        class_name="rows card-rows",
                    ),
                    end(),
                ),
            ),
        ),
    )


def end() -> rx.Component:
    """The way further down, or word that there is none."""
    state = NotificationsState
    return rx.cond(
        state.has_more,
        LoadMore.create(
            batch=state.batch.epoch.to(str) + state.batch.number.to_string(),
            is_busy=state.is_loading_more,
            label="Load more",
            on_more=state.load_more,
        ),
        rx.el.div(rx.el.p("That is everything so far."), class_name="feed-end"),
    )


def skeleton_line() -> rx.Component:
    """The shape of a line on its way."""
    return rx.el.div(
        rx.el.span(class_name="skeleton round"),
        rx.el.div(
            rx.el.span(class_name="skeleton w-60"), rx.el.span(class_name="skeleton w-20"), class_name="row-main"
        ),
        class_name="row",
    )


def nothing() -> rx.Component:
    """An empty list says what will stand here."""
    return rx.cond(
        NotificationsState.shelf == Shelf.all.value,
        empty_state(
            "bell",
            "Nothing to tell you yet",
            "When somebody answers you, likes what you wrote, mentions or follows you, it stands here.",
            link("Look around", to="/", class_name="button primary"),
        ),
        rx.cond(
            NotificationsState.shelf == Shelf.unread.value,
            empty_state("check-check", "You have read everything", "What happens next will wait for you here."),
            empty_state(
                "bell",
                "None of these yet",
                "Choose All to see everything that happened.",
                link("Show all", to="/notifications", class_name="button quiet"),
            ),
        ),
    )


def visitor() -> rx.Component:
    """For those who are not signed in."""
    return empty_state(
        "bell",
        "Your notifications stand here",
        "Sign in to see who answered you.",
        link(rx.el.span("Sign in"), to="/sign-in", class_name="button primary"),
    )


PAGES = (
    Page(
        "/notifications",
        notifications,
        "Notifications",
        [SessionState.enter, NotificationsState.load],
        on_undo=NotificationsState.put_back,
    ),
    Page(
        "/notifications/choices",
        choices,
        "What you hear of",
        [SessionState.enter, NotificationChoicesState.open],
    ),
)
