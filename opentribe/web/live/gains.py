"""What members just gained, as their own open pages are told: points, badges, and the level they reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from opentribe.domain.gamification.facts import BadgeGiven, LevelReached, PointsChanged
from opentribe.domain.gamification.models import Badge, Level
from opentribe.kit.facts import Fact

Said = dict[str, Any]
GAINS = (PointsChanged, LevelReached, BadgeGiven)


@dataclass
class Gain:
    """What one member gained in a moment."""

    points: int = 0
    actions: set[str] = field(default_factory=set)
    level_ids: set[UUID] = field(default_factory=set)
    badge_ids: set[UUID] = field(default_factory=set)


def gains(told: Sequence[Fact]) -> dict[UUID, Gain]:
    """Who gained what. Of those who only lost something nothing is said."""
    found: dict[UUID, Gain] = {}
    for fact in told:
        match fact:
            case PointsChanged(user_id=user_id, amount=amount, action=action):
                gain = found.setdefault(user_id, Gain())
                gain.points += amount
                gain.actions |= {action} if amount > 0 else set()
            case LevelReached(user_id=user_id, level_id=level_id):
                found.setdefault(user_id, Gain()).level_ids.add(level_id)
            case BadgeGiven(user_id=user_id, badge_id=badge_id):
                found.setdefault(user_id, Gain()).badge_ids.add(badge_id)
    return {user_id: gain for user_id, gain in found.items() if gain.points > 0 or gain.badge_ids}


def said_of(gain: Gain, levels: Mapping[UUID, Level], badges: Mapping[UUID, Badge]) -> list[Said]:
    """The notes for the member's own pages; of several levels the highest, and nothing that is there no more."""
    why = next(iter(gain.actions)) if len(gain.actions) == 1 else ""
    notes: list[Said] = [{"k": "points", "amount": gain.points, "why": why}] if gain.points > 0 else []
    given = [badges[badge_id] for badge_id in gain.badge_ids if badge_id in badges]
    notes += [{"k": "badge", "name": badge.name, "icon": badge.icon} for badge in given]
    reached = [levels[level_id] for level_id in gain.level_ids if level_id in levels and gain.points > 0]
    if reached:
        top = max(reached, key=lambda level: level.position)
        notes.append({"k": "level", "name": top.name, "position": top.position, "color": top.color})
    return notes
