"""What happened through a link."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class AddressConfirmed(Fact):
    """Somebody showed that the address of an account is theirs."""

    account_id: UUID
