"""Who acts: a visitor, a member in a browser, or an identity with a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a member may do in the whole community, from most to least."""

    owner = "owner"
    admin = "admin"
    moderator = "moderator"
    member = "member"


ADMINS = frozenset({Role.owner, Role.admin})
STAFF = frozenset({Role.owner, Role.admin, Role.moderator})


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks, as far as policies need to know. A visitor has neither user nor identity."""

    account_id: UUID | None = None
    user_id: UUID | None = None
    identity_id: UUID | None = None
    role: Role | None = None
    session_id: UUID | None = None
    tier_ids: frozenset[UUID] = field(default_factory=frozenset)
    address: str = ""
    key_id: UUID | None = None
    owner_id: UUID | None = None  # the member who answers for a bot that shows its key
    hides_bots: bool = False  # reads what people write, see members.commands.hide_bots
    as_bot: bool = False  # a member who speaks as a bot of theirs, see posts.voice

    @property
    def is_member(self) -> bool:
        """Signed in as a person."""
        return self.user_id is not None

    @property
    def is_bot(self) -> bool:
        """An identity that speaks with its key, whoever answers for it."""
        return self.user_id is None and self.identity_id is not None

    @property
    def speaks_as_bot(self) -> bool:
        """A bot's name stands under it: what bots may not do, this one may not."""
        return self.is_bot or self.as_bot

    @property
    def is_staff(self) -> bool:
        """Owner, admin or moderator."""
        return self.role in STAFF

    @property
    def is_admin(self) -> bool:
        """Owner or admin."""
        return self.role in ADMINS


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request shows to prove who it is: digests of the secrets, so that no raw one is kept or logged.

    `hides_bots` is a visitor's wish; what a member wishes is stored with them.
    """

    session_hash: str = ""
    key_hash: str = ""
    address: str = ""
    hides_bots: bool = False
