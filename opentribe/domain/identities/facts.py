"""What happened to posting identities and their keys."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class IdentityCreated(Fact):
    """There is a new bot or pen name."""

    identity_id: UUID
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class IdentityClaimed(Fact):
    """A member answers for a bot from now on."""

    identity_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class IdentityChanged(Fact):
    """What is said about an identity is something else."""

    identity_id: UUID


@dataclass(frozen=True, slots=True)
class FaceChanged(Fact):
    """A bot or a pen name has another picture."""

    identity_id: UUID


@dataclass(frozen=True, slots=True)
class IdentityDeleted(Fact):
    """An identity speaks no more; what it said stays."""

    identity_id: UUID


@dataclass(frozen=True, slots=True)
class KeyChanged(Fact):
    """A key was made, rotated or revoked."""

    key_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class IdentityFollowed(Fact):
    """An identity follows another."""

    follower_id: UUID
    following_id: UUID


@dataclass(frozen=True, slots=True)
class IdentityUnfollowed(Fact):
    """An identity follows another no longer."""

    follower_id: UUID
    following_id: UUID
