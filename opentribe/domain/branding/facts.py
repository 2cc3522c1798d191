"""What happened to the community's looks."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class CommunityRenamed(Fact):
    """Name or tagline changed."""

    settings_id: UUID
