"""What moderation did to members."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class MemberBanned(Fact):
    """A member is out, and with them the keys of their bots."""

    user_id: UUID
    by_user_id: UUID


@dataclass(frozen=True, slots=True)
class MemberUnbanned(Fact):
    """A member may come back; ended keys stay ended."""

    user_id: UUID
    by_user_id: UUID
