"""What happened to tiers."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class TierGranted(Fact):
    """A member holds a tier that they did not hold before."""

    user_id: UUID
    tier_id: UUID
