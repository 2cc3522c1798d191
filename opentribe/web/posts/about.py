"""The context column: about the community, about this space."""

from __future__ import annotations

import reflex as rx

from opentribe.web.feed.popular_tags import popular_tags
from opentribe.web.posts.feed_state import SpaceState
from opentribe.web.posts.space_head import seen_by
from opentribe.web.session.state import SessionState
from opentribe.web.ui.dialog import invokes
from opentribe.web.ui.icons import icon
from opentribe.web.widgets.browser import Moment
from opentribe.web.widgets.live import HereCount


def about_community(*more: rx.Component) -> rx.Component:
    """Name, tagline and size of the community; `more` stands below."""
    community = SessionState.community
    return rx.fragment(
        rx.cond(
            SessionState.is_ready,
            rx.el.section(
                rx.el.h2(community.name, class_name="about-head"),
                rx.cond(community.tagline, rx.el.p(community.tagline)),
                rx.el.dl(
                    figure("Members", community.member_count),
                    figure("Spaces", SessionState.spaces.length()),
                    HereCount.create(),
                    class_name="figures",
                ),
                class_name="card about",
            ),
        ),
        *more,
        foot(),
    )


def about_home() -> rx.Component:
    """The community, and what it talks about."""
    return about_community(popular_tags())


def about_space() -> rx.Component:
    """What the space is for and who is in it."""
    space = SpaceState.space
    return rx.fragment(
        rx.cond(
            space,
            rx.el.section(
                rx.el.h2("About this space", class_name="about-head"),
                rx.cond(space.description, rx.el.p(space.description)),
                rx.el.ul(
                    rx.el.li(seen_by(space.visibility, is_long=True)),
                    rx.el.li(
                        rx.cond(
                            space.bots_allowed,
                            rx.fragment(icon("bot"), "Bots may post, marked as such"),
                            rx.fragment(icon("bot-off"), "People only"),
                        )
                    ),
                    rx.el.li(icon("calendar"), rx.el.span("Open since ", Moment.create(at=space.created_at))),
                    class_name="facts",
                ),
                rx.el.dl(figure("Posts", space.post_count), class_name="figures"),
                class_name="card about",
            ),
        ),
        foot(),
    )


def foot() -> rx.Component:
    """Whose software it is, and the way to the single keys for those who cannot press `?` or switched them off."""
    return rx.el.p(
        "Powered by OpenTribe · ",
        rx.el.button("Keyboard shortcuts", type="button", custom_attrs=invokes("keys")),
        class_name="context-foot",
    )


def figure(label: str, count: rx.Var[int]) -> rx.Component:
    """A number with what it counts."""
    return rx.el.div(rx.el.dt(label), rx.el.dd(count.to_string()))
