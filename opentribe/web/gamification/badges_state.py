"""What the page of badges holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.gamification.badges import get_streak, list_badges
from opentribe.domain.gamification.commands import give_badge, make_badge, remove_badge, take_badge
from opentribe.domain.gamification.schemas import BadgeCard, BadgeDraft, StreakCard
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say


class BadgesState(rx.State):
    """Every badge, one's own days in a row, and what the owner does with badges."""

    badges: list[BadgeCard] = []
    streak: StreakCard = StreakCard()
    errors: dict[str, str] = {}
    handing: str = ""
    handing_name: str = ""
    handing_errors: dict[str, str] = {}
    is_loading: bool = True
    is_busy: bool = False
    has_failed: bool = False
    made: int = 0

    @rx.event
    async def load(self):
        """Fill the page; a failure leaves a way to try again."""
        self.has_failed, self.errors, self.handing = False, {}, ""
        try:
            self.streak = await ask(self, get_streak)
            self.badges = await ask(self, list_badges)
        except Exception:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    @rx.event
    async def make(self, form: dict[str, Any]):
        """A new badge of the owner's."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            await ask(self, make_badge, fill(BadgeDraft, form))
        except Invalid as refusal:
            self.errors = in_form(refusal, tuple(BadgeDraft.model_fields))
            return
        finally:
            self.is_busy = False
        self.made += 1
        self.badges = await ask(self, list_badges)
        say(await self.get_state(SessionState), "Made. Now give it to somebody.")

    @rx.event
    async def hand(self, badge_id: str):
        """Open the question to whom a badge goes, or from whom it is taken."""
        known = str(known_id(badge_id, "badge"))
        self.handing_name = next((badge.name for badge in self.badges if str(badge.id) == known), "")
        self.handing, self.handing_errors = known, {}

    @rx.event
    async def close(self):
        """Leave it."""
        self.handing = ""

    @rx.event
    async def give(self, form: dict[str, Any]):
        """Give the badge that is in hand, or take it back."""
        handle, takes = str(form.get("handle", ""))[:80], form.get("deed") == "take"
        try:
            changed = await ask(self, take_badge if takes else give_badge, known_id(self.handing, "badge"), handle)
        except Invalid as refusal:
            self.handing_errors = in_form(refusal, ("handle",))
            return
        self.handing, self.badges = "", await ask(self, list_badges)
        say(await self.get_state(SessionState), _words(takes, changed))

    @rx.event
    async def remove(self, badge_id: str):
        """Take a badge of the owner's away from all."""
        await ask(self, remove_badge, known_id(badge_id, "badge"))
        self.handing, self.badges = "", await ask(self, list_badges)
        say(await self.get_state(SessionState), "Removed, for all who had it.")


def _words(takes: bool, changed: bool) -> str:
    if changed:
        return "Taken back." if takes else "Given. It shows on their page."
    return "They do not have it." if takes else "They have it already."
