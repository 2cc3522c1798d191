"""Ringing the bell of members whose notifications changed: their pages ask how many are unread."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from opentribe.domain.notifications.facts import NotificationsChanged
from opentribe.kit.facts import Fact


def members_to_ring(told: Sequence[Fact]) -> set[UUID]:
    """Whose notifications these facts are about."""
    return {fact.user_id for fact in told if isinstance(fact, NotificationsChanged)}
