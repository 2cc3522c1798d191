"""What happened to members."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class RoleChanged(Fact):
    """A member's role is another one."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class ProfileChanged(Fact):
    """A member says something else about themselves."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class MemberFollowed(Fact):
    """A member wants to read what another writes."""

    follower_id: UUID
    following_id: UUID


@dataclass(frozen=True, slots=True)
class MemberUnfollowed(Fact):
    """A member no longer follows another."""

    follower_id: UUID
    following_id: UUID
