"""What happened to accounts."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class AccountCreated(Fact):
    """Somebody signed up."""

    account_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SessionsEnded(Fact):
    """A member is signed out somewhere, or everywhere."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class AccountVisited(Fact):
    """Somebody was here for the first time on a day (UTC), as far as the session knows."""

    account_id: UUID
