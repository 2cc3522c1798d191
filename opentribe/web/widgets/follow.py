"""The follow button, wherever a member stands: it changes at once and goes back with the reason when refused."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.commands import follow_member
from opentribe.domain.members.schemas import FollowStand
from opentribe.kit.errors import Refusal
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState
from opentribe.web.ui.avatar import avatar
from opentribe.web.ui.badges import badge
from opentribe.web.widgets.browser import FollowButton
from opentribe.web.widgets.level import level_badge
from opentribe.web.widgets.link import link

STANDS_KEPT = 40
ROLES = {"owner": "Owner", "admin": "Admin", "moderator": "Moderator"}


class FollowState(rx.State):
    """How follow buttons stand that were pressed since the page was opened."""

    stands: dict[str, FollowStand] = {}
    refusals: int = 0

    @rx.event
    async def follow(self, user_id: str, wanted: bool):
        """Follow or unfollow; the button has changed already and is told how it stands."""
        known = known_id(user_id, "member")
        try:
            stand = await ask(self, follow_member, known, wanted)
        except Refusal:
            self.refusals += 1
            raise
        kept = list(self.stands.items())[-STANDS_KEPT:]
        self.stands = dict(kept) | {str(known): stand}


async def forget_stands(state: rx.State) -> None:
    """What a page reads anew needs no corrections."""
    (await state.get_state(FollowState)).stands = {}


def is_following(member: Any) -> Any:
    """Whether one follows a member, as last heard."""
    stand = FollowState.stands[member.id.to(str)]
    return rx.cond(FollowState.stands.contains(member.id.to(str)), stand.is_following, member.is_following)


def follower_count(member: Any) -> Any:
    """How many follow a member, as last heard."""
    stand = FollowState.stands[member.id.to(str)]
    return rx.cond(FollowState.stands.contains(member.id.to(str)), stand.follower_count, member.follower_count)


def follow_button(member: Any, *, is_small: bool = False) -> rx.Component:
    """Follow or unfollow; nothing beside oneself, and the way in for visitors."""
    return rx.cond(
        member.is_me,
        rx.fragment(),
        FollowButton.create(
            following=is_following(member),
            refusals=FollowState.refusals,
            name=member.name,
            is_open=SessionState.me.is_member,
            is_small=is_small,
            on_follow=lambda wanted: FollowState.follow(member.id.to(str), wanted),
        ),
    )


def member_row(member: Any, on_open: Any = None) -> rx.Component:
    """A member in a list, with the way to their page and the button."""
    opening = {} if on_open is None else {"on_click": on_open}
    return rx.el.li(
        avatar(member.name, member.image),
        rx.el.div(
            rx.el.span(
                link(member.name, to="/members/" + member.username.to(str), **opening),
                level_badge(member.level),
                role_badge(member),
                class_name="row-title",
            ),
            rx.el.span("@", member.username, class_name="row-meta"),
            class_name="row-main",
        ),
        rx.el.div(follow_button(member, is_small=True), class_name="row-actions"),
        key=member.id.to(str),
        class_name="row",
    )


def role_badge(member: Any) -> rx.Component:
    """Owner, admin or moderator; nothing for the others."""
    return rx.match(
        member.role.to(str), *((role, badge(words, tone="staff")) for role, words in ROLES.items()), rx.fragment()
    )
