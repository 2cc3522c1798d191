"""What happened to the files that people are known by."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class AvatarChanged(Fact):
    """A member has another picture."""

    user_id: UUID
