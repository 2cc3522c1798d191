"""What happened to somebody's points."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class LevelReached(Fact):
    """A member's points reached a higher level."""

    user_id: UUID
    level_id: UUID


@dataclass(frozen=True, slots=True)
class PointsChanged(Fact):
    """A member has more points than before, or fewer, for a kind of deed."""

    user_id: UUID
    amount: int
    action: str


@dataclass(frozen=True, slots=True)
class PointRuleChanged(Fact):
    """The owner gives another number of points for a deed from now on."""

    rule_id: UUID


@dataclass(frozen=True, slots=True)
class BadgeGiven(Fact):
    """A member has a badge now."""

    user_id: UUID
    badge_id: UUID


@dataclass(frozen=True, slots=True)
class BadgeTaken(Fact):
    """A member has a badge of the owner's no more."""

    user_id: UUID
    badge_id: UUID


@dataclass(frozen=True, slots=True)
class LevelsChanged(Fact):
    """The owner gave the levels other names, colours or thresholds."""

    revision_id: UUID
