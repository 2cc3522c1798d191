"""What members see of their points, and what the owner sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from opentribe.domain.access.actor import Role
from opentribe.domain.gamification.models import PointAction
from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

MOST_POINTS = 1000
MOST_A_DAY = 1000
BADGE_NAME, BADGE_ICON, BADGE_WORDS = 40, 8, 200  # characters
# Deeds that are told of as facts by now, in the order in which they are shown.
SCORED = (
    PointAction.post,
    PointAction.comment,
    PointAction.like_received,
    PointAction.daily_visit,
    PointAction.profile_completed,
)


class PointLine(BaseModel):
    """A line of one's ledger; `is_taken_back` when what gave the points was undone.

    `about` are words of the post that it was for, or under, and `path` leads there; both are empty where none is to be
    seen any more.
    """

    id: UUID
    action: PointAction
    amount: int
    is_taken_back: bool
    created_at: datetime
    about: str = ""
    path: str = ""


class PointShare(BaseModel):
    """What one kind of deed has brought."""

    action: PointAction
    points: int


class PointSummary(BaseModel):
    """One's points, and where they come from, the most first.

    One's level began at `floor`; the next one, if there is one, begins at `ceiling` and is called `next_name`.
    """

    total: int = 0
    level: int = 1
    shares: list[PointShare] = []
    level_name: str = ""
    floor: int = 0
    next_name: str = ""
    ceiling: int = 0


class PointRuleCard(BaseModel):
    """What a deed is worth, and how many of a day count; without a cap, all do."""

    action: PointAction
    point_value: int
    daily_cap: int | None


class PointRuleDraft(BaseModel):
    """What the owner wants to give for a deed."""

    action: PointAction
    point_value: int
    daily_cap: int | None = None


class Board(StrEnum):
    """Over which time points are compared; months and weeks (from Monday) are those that are on, in UTC."""

    all_time = "all"
    month = "month"
    week = "week"


class BoardRow(BaseModel):
    """A member on a leaderboard. Who has as many points has the same rank."""

    id: UUID
    rank: int
    points: int
    name: str
    username: str
    image: str | None
    role: Role
    level: int
    is_me: bool


class Standing(BaseModel):
    """How one stands oneself, whether others see it or not.

    Without points there is no rank (0). `to_next` points more make one the equal of the nearest above. `around` are the
    two before one, oneself, and the two after.
    """

    rank: int = 0
    points: int = 0
    to_next: int = 0
    is_listed: bool = True
    is_unranked: bool = False
    ranks_staff: bool = True
    around: list[BoardRow] = []


def check(draft: PointRuleDraft) -> None:
    """Raises Invalid naming the field."""
    if draft.action == PointAction.adjustment:
        raise Invalid(action="An adjustment has no value of its own.")
    if not 0 <= draft.point_value <= MOST_POINTS:
        raise Invalid(point_value=f"Use a number from 0 to {MOST_POINTS}; 0 gives nothing.")
    if draft.daily_cap is not None and not 0 <= draft.daily_cap <= MOST_A_DAY:
        raise Invalid(daily_cap=f"Use a number from 0 to {MOST_A_DAY}, or leave it empty for no limit.")


class BadgeCard(BaseModel):
    """A badge, how many have it, and whether the reader does. Who may change it gives and takes it."""

    id: UUID
    name: str
    icon: str
    description: str
    holder_count: int = 0
    is_mine: bool = False
    may_change: bool = False


class HeldBadge(BaseModel):
    """A badge on a member's page."""

    id: UUID
    name: str
    icon: str
    description: str
    created_at: datetime


class StreakCard(BaseModel):
    """Days in a row: those that go on, and the most ever."""

    current: int = 0
    longest: int = 0


class BadgeDraft(Draft):
    """A badge that the owner wants to give."""

    name: str
    icon: str = ""
    description: str = ""

    def checked(self) -> tuple[str, str, str]:
        """Name, icon and words. Raises Invalid naming each field that will not do."""
        name, icon = clean(self.name, keep_lines=False), clean(self.icon, keep_lines=False) or "🏅"
        description, problems = clean(self.description, keep_lines=False), {}
        if not name or len(name) > BADGE_NAME:
            problems["name"] = f"Write a name of at most {BADGE_NAME} characters."
        if len(icon) > BADGE_ICON or any(character.isalnum() for character in icon):
            problems["icon"] = "Use one emoji."
        if len(description) > BADGE_WORDS:
            problems["description"] = f"Use at most {BADGE_WORDS} characters; this has {len(description)}."
        if problems:
            raise Invalid(**problems)
        return name, icon, description


def check_all(drafts: Sequence[PointRuleDraft]) -> None:
    """Raises Invalid naming each field with its deed, such as `daily_cap_post`."""
    problems: dict[str, str] = {}
    for draft in drafts:
        try:
            check(draft)
        except Invalid as refusal:
            problems |= {f"{field}_{draft.action}": words for field, words in refusal.fields.items()}
    if problems:
        raise Invalid(**problems)
