"""Home, a space's page, and a post's page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.posts.schemas import Sort
from opentribe.web.feed.filters import home_filters, space_filters, when_filtered
from opentribe.web.feed.parts import composer, feed, invitation, nothing_yet
from opentribe.web.feed.popular_tags import PopularTagsState
from opentribe.web.posts.about import about_community, about_home, about_space
from opentribe.web.posts.bookmarks import bookmarks
from opentribe.web.posts.bookmarks_state import BookmarksState
from opentribe.web.posts.feed_state import HomeState, SpaceState
from opentribe.web.posts.history_state import HistoryState
from opentribe.web.posts.post_page import post_page
from opentribe.web.posts.post_state import PostState
from opentribe.web.posts.space_head import space_head
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.states import empty_state, skeleton_posts
from opentribe.web.widgets.follow import member_row
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import failed, missing


def home() -> rx.Component:
    """The feed over everything one may see, with the composer on top."""
    return rx.fragment(
        rx.el.h1("Home", class_name="visually-hidden"),
        rx.cond(
            SessionState.is_ready,
            rx.cond(
                SessionState.me.is_member,
                rx.cond(SessionState.may_post_somewhere, composer(HomeState, "home", spaces=SessionState.spaces)),
                invitation(),
            ),
            rx.el.div(
                rx.el.span(class_name="skeleton w-60"), class_name="composer", custom_attrs={"data-closed": "true"}
            ),
        ),
        home_filters(HomeState),
        feed(
            HomeState,
            rx.cond(
                HomeState.sort == Sort.following.value, nobody_followed(), when_filtered(HomeState, home_is_empty())
            ),
        ),
    )


def nobody_followed() -> rx.Component:
    """The feed of those one follows while it is empty."""
    return rx.cond(
        SessionState.me.is_member,
        rx.fragment(
            empty_state(
                "users",
                "Posts by people you follow stand here",
                rx.cond(
                    HomeState.suggested.length() > 0,
                    "These wrote what is read most. You can follow anybody from their page.",
                    "Open somebody's page by their name or picture on a post, and follow them.",
                ),
            ),
            rx.el.ul(rx.foreach(HomeState.suggested, lambda member: member_row(member)), class_name="rows suggested"),
        ),
        empty_state(
            "users",
            "Posts by people you follow stand here",
            "Sign in to follow people.",
            link(rx.el.span("Sign in"), to="/sign-in", class_name="button primary"),
        ),
    )


def home_is_empty() -> rx.Component:
    """The first thing an owner sees: what to do next."""
    return rx.cond(
        SessionState.spaces.length() > 0,
        nothing_yet("Be the first: say hello, ask something, show what you are working on."),
        rx.cond(
            SessionState.me.is_admin,
            empty_state(
                "layout-grid",
                "Make your first space",
                "A space is a room for one topic: introductions, questions, show and tell. "
                "Start with one; you can add more at any time.",
                link(rx.el.span("Make a space"), to="/spaces/new", class_name="button primary"),
            ),
            nothing_yet("There is nothing to read here yet. Come back soon."),
        ),
    )


def space() -> rx.Component:
    """One space: what it is, where to write, what was written."""
    shown = SpaceState.space
    return rx.cond(
        SpaceState.is_missing,
        missing("space"),
        rx.fragment(
            rx.cond(
                shown,
                rx.fragment(
                    space_head(shown),
                    rx.cond(
                        shown.may_post,
                        composer(SpaceState, shown.slug.to(str), fixed_space=shown.id.to(str), key=shown.id.to(str)),
                        rx.cond(
                            SessionState.me.is_member,
                            rx.cond(
                                shown.is_archived,
                                rx.fragment(),
                                rx.el.section(
                                    rx.el.p(shown.why_not_post),
                                    class_name="composer",
                                    custom_attrs={"data-closed": "true"},
                                ),
                            ),
                            invitation(),
                        ),
                    ),
                    space_filters(SpaceState),
                    feed(
                        SpaceState,
                        when_filtered(
                            SpaceState,
                            nothing_yet("Be the first: say hello, ask something, show what you are working on."),
                        ),
                        shows_space=False,
                    ),
                ),
                rx.cond(SpaceState.has_failed, rx.el.div(failed(SpaceState.load), class_name="feed"), skeleton_posts()),
            ),
        ),
    )


def _loads(*events: Any) -> list[Any]:
    return [SessionState.enter, *events]


PAGES = (
    Page(
        "/", home, "Home", _loads(HomeState.load, PopularTagsState.load), aside=about_home, on_undo=HomeState.put_back
    ),
    Page(
        "/spaces/[space_slug]", space, "Space", _loads(SpaceState.load), aside=about_space, on_undo=SpaceState.put_back
    ),
    Page(
        "/bookmarks",
        bookmarks,
        "Bookmarks",
        _loads(BookmarksState.load),
        aside=about_community,
        on_undo=BookmarksState.put_back,
    ),
    Page(
        "/posts/[post_key]",
        post_page,
        "Post",
        _loads(HistoryState.close, PostState.load, PostState.note_read),
        aside=about_community,
    ),
)
