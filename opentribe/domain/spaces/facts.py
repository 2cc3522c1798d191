"""What happened to spaces."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class SpaceChanged(Fact):
    """A space was made, edited, archived, restored or moved, or who may see it changed."""

    space_id: UUID


@dataclass(frozen=True, slots=True)
class MemberInvited(Fact):
    """A member may see a secret space."""

    space_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class MemberUninvited(Fact):
    """A member may no longer see a secret space."""

    space_id: UUID
    user_id: UUID
