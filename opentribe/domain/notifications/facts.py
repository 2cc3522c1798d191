"""What happened to somebody's notifications."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class NotificationsChanged(Fact):
    """A member has new ones, or others are read or gone."""

    user_id: UUID
