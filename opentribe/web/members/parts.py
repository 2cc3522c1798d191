"""The head of a member's page, and the lists of followers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.members.schemas import MemberCard
from opentribe.web.members.state import MemberState, PeopleState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.badges import badge
from opentribe.web.ui.buttons import button
from opentribe.web.ui.dialog import dialog, invokes
from opentribe.web.ui.icons import icon
from opentribe.web.ui.states import empty_state
from opentribe.web.widgets.browser import LoadMore, Moment
from opentribe.web.widgets.follow import follow_button, follower_count, member_row, role_badge
from opentribe.web.widgets.level import level_badge
from opentribe.web.widgets.link import link
from opentribe.web.widgets.live import HereDot, HereWord
from opentribe.web.widgets.prose import prose
from opentribe.web.widgets.rows import growing


def member_head(member: Any) -> rx.Component:
    """Picture, name, what they say of themselves, counts, and the follow button."""
    return rx.el.header(
        rx.el.span(
            avatar(member.name, member.image, size="xl"),
            HereDot.create(handle=member.username),
            class_name="avatar-link",
        ),
        rx.el.div(
            rx.el.h1(member.name, level_badge(member.level), role_badge(member)),
            rx.el.p(
                rx.el.span("@", member.username),
                HereWord.create(handle=member.username, is_shown=True),
                rx.el.span(icon("calendar"), Moment.create(at=member.created_at, prefix="Joined")),
                class_name="space-facts",
            ),
            class_name="member-name",
        ),
        rx.el.div(
            rx.cond(
                member.is_me,
                link(rx.el.span("Account"), to="/account", class_name="button quiet"),
                follow_button(member),
            ),
            class_name="actions",
        ),
        rx.cond(MemberState.ban, order(member)),
        rx.cond(member.bio_html, prose(member.bio_html, "member-bio prose")),
        rx.cond(MemberState.badges.length() > 0, badges()),
        rx.cond(MemberState.bots.length() > 0, bots()),
        rx.el.ul(
            rx.el.li(rx.el.strong(MemberState.posts_shown), rx.cond(MemberState.post_count == 1, " post", " posts")),
            count_of(follower_count(member), " follower", " followers", of_followers=True),
            count_of(member.following_count, " following", " following", of_followers=False),
            rx.el.li(points(member)),
            class_name="member-counts",
        ),
        class_name="card member-head",
    )


def points(member: Any) -> rx.Component:
    """What taking part brought; one's own lead to where they come from."""
    words = (rx.el.strong(member.points.to_string()), rx.cond(member.points == 1, " point", " points"))
    return rx.cond(member.is_me, link(*words, to="/points"), rx.el.span(*words))


def order(member: Any) -> rx.Component:
    """For those who keep order: the way to keep a member out, and back."""
    ban = MemberState.ban
    return rx.cond(
        ban.is_banned,
        rx.el.div(
            icon("ban"),
            rx.el.span("Banned: signed out everywhere, and every key of their bots has ended."),
            rx.cond(
                ban.may_decide,
                button("Lift the ban", variant="quiet", size="small", on_click=MemberState.decide(False)),
            ),
            class_name="member-ban",
        ),
        rx.cond(
            ban.may_decide,
            rx.el.div(
                button("Ban", variant="ghost", size="small", icon_name="ban", custom_attrs=invokes("ban-member")),
                dialog(
                    "ban-member",
                    "Ban " + member.name.to(str) + "?",
                    rx.el.p(
                        "They are signed out everywhere and cannot sign in, and every key of their bots ends at once. "
                        "What they wrote stays. You can lift the ban here; their bots need new keys then."
                    ),
                    actions=(
                        button("Cancel", variant="quiet", auto_focus=True, custom_attrs=invokes("ban-member", "close")),
                        button(
                            "Ban",
                            variant="danger",
                            on_click=MemberState.decide(True),
                            custom_attrs=invokes("ban-member", "close"),
                        ),
                    ),
                ),
                class_name="member-order",
            ),
        ),
    )


def badges() -> rx.Component:
    """What the member was given to be proud of."""
    return rx.el.ul(
        rx.foreach(
            MemberState.badges,
            lambda held: rx.el.li(
                rx.el.span(held.icon, aria_hidden="true"),
                rx.el.span(held.name),
                key=held.id.to(str),
                title=held.description,
                class_name="held-badge",
            ),
        ),
        aria_label="Badges",
        class_name="member-badges",
    )


def bots() -> rx.Component:
    """The bots that the member answers for."""
    return rx.el.section(
        rx.el.h2("Answers for", class_name="visually-hidden"),
        rx.el.span("Answers for", aria_hidden="true"),
        rx.el.ul(
            rx.foreach(
                MemberState.bots,
                lambda bot: rx.el.li(
                    link(
                        avatar(bot.name, bot.image, size="xs", is_square=True),
                        rx.el.span(bot.name),
                        badge("BOT", tone="bot"),
                        to=bot.path,
                        class_name="tag-chip",
                    ),
                    key=bot.id.to(str),
                ),
            ),
            class_name="tag-list",
        ),
        class_name="member-bots",
    )


def count_of(number: Any, one: str, many: str, *, of_followers: bool) -> rx.Component:
    """A count that opens the list behind it."""
    return rx.el.li(
        rx.el.button(
            rx.el.strong(number.to_string()),
            rx.cond(number == 1, one, many),
            type="button",
            on_click=PeopleState.open_list(of_followers),
        )
    )


def bots_beside() -> rx.Component:
    """How many bots and pen names stand beside the members who are listed."""
    number = rx.cond(
        PeopleState.is_of_followers, MemberState.member.bot_follower_count, MemberState.member.bot_following_count
    )
    return rx.cond(
        number > 0,
        rx.el.p(
            number.to_string(),
            rx.cond(PeopleState.is_of_followers, " by bots", " of bots and pen names"),
            class_name="muted",
        ),
    )


def people() -> rx.Component:
    """Followers, or whom the member follows."""
    return dialog(
        "people",
        rx.cond(PeopleState.is_of_followers, "Followers", "Following"),
        rx.cond(
            PeopleState.is_empty,
            empty_state(
                "users",
                rx.cond(PeopleState.is_of_followers, "No followers yet", "Follows nobody yet"),
                rx.cond(
                    PeopleState.is_of_followers,
                    "Those who want to read more of this stand here.",
                    "Those whose posts are read first stand here.",
                ),
            ),
        ),
        rx.cond(
            PeopleState.is_loading & (PeopleState.batch.rows.length() == 0),
            rx.el.div(
                *(rx.el.span(class_name=f"skeleton {shape}") for shape in ("w-40", "w-60", "w-40")),
                class_name="versions-skeleton",
                aria_hidden="true",
            ),
        ),
        rx.el.ul(
            rx.foreach(
                growing(PeopleState.batch, PeopleState.patches, MemberCard),
                lambda member: member_row(member, PeopleState.close),
            ),
            class_name="rows",
        ),
        rx.cond(
            PeopleState.has_more,
            LoadMore.create(
                batch=PeopleState.batch.epoch.to(str) + PeopleState.batch.number.to_string(),
                is_busy=PeopleState.is_loading,
                label="Show more",
                on_more=PeopleState.load_more,
            ),
        ),
        rx.cond(~PeopleState.has_more, bots_beside()),
        is_open=PeopleState.is_open,
        on_close=PeopleState.close,
    )
