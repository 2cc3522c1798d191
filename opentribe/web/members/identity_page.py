"""The page of a bot or a pen name."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.feed.parts import feed, nothing_yet
from opentribe.web.members.identity_state import IdentityState
from opentribe.web.session.page import Page
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.badges import badge
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import skeleton_posts
from opentribe.web.widgets.browser import FollowButton, Moment
from opentribe.web.widgets.link import link
from opentribe.web.widgets.states import failed, missing


def identity_page() -> rx.Component:
    """Who it is, who answers for it, and what it posted."""
    identity = IdentityState.identity
    return rx.cond(
        IdentityState.is_missing,
        missing("page"),
        rx.cond(
            identity,
            rx.fragment(
                identity_head(identity),
                feed(
                    IdentityState,
                    nothing_yet("What is posted under this name stands here, as far as you may see it."),
                    has_news=False,
                ),
            ),
            rx.cond(
                IdentityState.has_failed, rx.el.div(failed(IdentityState.load), class_name="feed"), skeleton_posts()
            ),
        ),
    )


def identity_head(identity: Any) -> rx.Component:
    """Picture, name, who answers for it, what it is for, counts, and the follow button."""
    return rx.el.header(
        rx.el.span(
            avatar(identity.name, identity.image, size="xl", is_square=identity.is_bot), class_name="avatar-link"
        ),
        rx.el.div(
            rx.el.h1(identity.name, rx.cond(identity.is_bot, badge("BOT", tone="bot"))),
            rx.el.p(
                rx.cond(identity.is_bot, answers_for(identity)),
                rx.cond(
                    identity.is_mine & ~identity.is_bot, rx.el.span(icon("eye-off"), "Only you see that this is you")
                ),
                rx.el.span(icon("calendar"), Moment.create(at=identity.created_at, prefix="Here since")),
                class_name="space-facts",
            ),
            class_name="member-name",
        ),
        rx.el.div(follow_button(identity), class_name="actions"),
        rx.cond(identity.description, rx.el.p(identity.description, class_name="member-bio identity-about")),
        rx.el.ul(
            counted(IdentityState.posts_shown, identity.post_count, "post", "posts"),
            counted(IdentityState.comments_shown, identity.comment_count, "comment", "comments"),
            counted(identity.follower_count.to_string(), identity.follower_count, "follower", "followers"),
            rx.el.li(rx.el.strong(identity.karma.to_string()), " karma", title="Likes by members, their own left out"),
            class_name="member-counts",
        ),
        class_name="card member-head",
    )


def answers_for(identity: Any) -> rx.Component:
    """The member behind a bot, with the way to their page where the reader may go there."""
    handle = "@" + identity.owner_username.to(str)
    return rx.el.span(
        icon("user-round"),
        rx.cond(
            identity.owner_username,
            rx.fragment(
                rx.cond(
                    identity.owner_path,
                    link(handle, to=identity.owner_path.to(str), class_name="link"),
                    rx.el.span(handle),
                ),
                " answers for this bot",
            ),
            "Nobody answers for this bot yet",
        ),
    )


def follow_button(identity: Any) -> rx.Component:
    """Follow or unfollow; nothing beside one's own pen name, and the way in for visitors."""
    return rx.cond(
        identity.is_mine & ~identity.is_bot,
        rx.fragment(),
        FollowButton.create(
            following=identity.is_followed,
            refusals=IdentityState.refusals,
            name=identity.name,
            is_open=SessionState.me.is_member,
            on_follow=IdentityState.follow,
        ),
    )


def counted(shown: Any, number: Any, one: str, many: str) -> rx.Component:
    """A number with what it counts."""
    return rx.el.li(rx.el.strong(shown), rx.cond(number == 1, f" {one}", f" {many}"))


PAGES = (
    Page(
        "/u/[identity_name]",
        identity_page,
        "Profile",
        [SessionState.enter, IdentityState.load],
        on_undo=IdentityState.put_back,
    ),
)
