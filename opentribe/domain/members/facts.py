"""What happened to members."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class RoleChanged(Fact):
    """A member's role is another one."""

    user_id: UUID
