"""The list of spaces: a column on wide screens, a sheet on phones; and the phone's bottom bar."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.spaces.schemas import SpaceCard
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.link import here, link
from opentribe.web.widgets.unread import AnyUnread, with_unread

OWN_WAYS = (("bookmark", "Bookmarks", "/bookmarks"), ("trophy", "Leaderboard", "/leaderboard"))
MARKS = {"paid": ("gem", "Members with a tier"), "secret": ("eye-off", "Secret")}


def sidebar() -> rx.Component:
    """Home, the spaces with their unread dots, and what an admin can add."""
    return rx.el.nav(
        rx.el.div(
            link(
                icon("house"),
                rx.el.span("Home", class_name="nav-name"),
                to="/",
                class_name="nav-item",
                aria_current=here("/"),
            ),
            rx.cond(
                SessionState.me.is_member,
                rx.fragment(
                    *(
                        link(
                            icon(icon_name),
                            rx.el.span(words, class_name="nav-name"),
                            to=to,
                            class_name="nav-item",
                            aria_current=here(to),
                        )
                        for icon_name, words, to in OWN_WAYS
                    )
                ),
            ),
            class_name="nav",
        ),
        rx.el.div(
            "Spaces",
            rx.cond(
                SessionState.me.is_admin,
                link(
                    icon("plus"),
                    to="/spaces/new",
                    class_name="icon-button small",
                    aria_label="New space",
                    title="New space",
                ),
            ),
            class_name="sidebar-label",
        ),
        rx.el.div(
            rx.foreach(with_unread(SessionState.spaces, SessionState.me.hides_bots), space_link),
            rx.cond(
                SessionState.is_ready & (SessionState.spaces.length() == 0),
                rx.el.p("No spaces yet.", class_name="nav-item muted"),
            ),
            class_name="nav",
        ),
        foot(),
        id="sidebar",
        class_name="sidebar",
        aria_label="Spaces",
        custom_attrs={"popover": "auto"},
    )


def foot() -> rx.Component:
    """What programs need."""
    ways = (("key-round", "Get API key", "/get-api-key"), ("code", "Developers", "/developers"))
    return rx.el.div(
        *(
            link(
                icon(icon_name),
                rx.el.span(words, class_name="nav-name"),
                to=to,
                class_name="nav-item",
                aria_current=here(to),
            )
            for icon_name, words, to in ways
        ),
        class_name="nav sidebar-foot",
    )


def space_link(space: rx.Var[SpaceCard]) -> rx.Component:
    """One space, bold and dotted while something in it is unread."""
    path = "/spaces/" + space.slug.to(str)
    return link(
        rx.el.span(space.icon, class_name="nav-icon", aria_hidden="true"),
        rx.el.span(space.name, class_name="nav-name"),
        visibility_mark(space),
        rx.cond(
            space.has_unread,
            rx.fragment(rx.el.span(class_name="unread-dot"), rx.el.span("unread", class_name="visually-hidden")),
        ),
        key=space.id.to(str),
        to=path,
        class_name="nav-item",
        aria_current=here(path),
        custom_attrs={"data-unread": rx.cond(space.has_unread, "true", rx.Var("undefined"))},
    )


def visibility_mark(space: rx.Var[SpaceCard]) -> rx.Component:
    """A small sign on spaces that are not for everyone."""
    return rx.match(
        space.visibility.to(str),
        *(
            (
                kind,
                rx.el.span(
                    icon(sign), rx.el.span(words, class_name="visually-hidden"), class_name="nav-mark", title=words
                ),
            )
            for kind, (sign, words) in MARKS.items()
        ),
        rx.fragment(),
    )


def bottom_bar() -> rx.Component:
    """The phone's way around: home, spaces, write, account."""
    return rx.el.nav(
        link(icon("house"), "Home", to="/", class_name="bottom-item", aria_current=here("/")),
        rx.el.button(
            icon("layout-grid"),
            "Spaces",
            AnyUnread.create(known=SessionState.has_unread),
            type="button",
            class_name="bottom-item",
            custom_attrs={"popoverTarget": "sidebar"},
        ),
        rx.cond(
            SessionState.may_post_somewhere,
            link(
                rx.el.span(icon("plus"), class_name="bottom-add"),
                to="/#compose",
                class_name="bottom-item",
                aria_label="New post",
            ),
        ),
        rx.cond(
            SessionState.me.is_member,
            link(
                avatar(SessionState.me.name, SessionState.me.image),
                "You",
                to="/account",
                class_name="bottom-item",
                aria_current=here("/account"),
            ),
            link(icon("log-in"), "Sign in", to="/sign-in", class_name="bottom-item"),
        ),
        class_name="bottom-bar",
        aria_label="Main",
    )
