"""The follow button, wherever a member stands: it changes at once and goes back with the reason when refused."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.members import commands
from opentribe.domain.members.schemas import FollowStand
from opentribe.kit.errors import Refusal
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState
from opentribe.web.widgets.browser import FollowButton

STANDS_KEPT = 40


class FollowState(rx.State):
    """How follow buttons stand that were pressed since the page was opened."""

    stands: dict[str, FollowStand] = {}
    refusals: int = 0

    @rx.event
    async def follow(self, user_id: str, wanted: bool):
        """Follow or unfollow; the button has changed already and is told how it stands."""
        known = known_id(user_id, "member")
        try:
            stand = await ask(self, commands.follow if wanted else commands.unfollow, known)
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
