"""What happened to those whom texts refer to."""

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class MemberMentioned(Fact):
    """A member was mentioned in a post or a comment that they may read, for the first time there."""

    user_id: UUID
    by_identity_id: UUID
    post_id: UUID | None
    comment_id: UUID | None


@dataclass(frozen=True, slots=True)
class MentionWithdrawn(Fact):
    """An edit took the name of somebody out who was mentioned there."""

    user_id: UUID
    by_identity_id: UUID
    post_id: UUID | None
    comment_id: UUID | None


@dataclass(frozen=True, slots=True)
class MentionRestored(Fact):
    """Another put it in again."""

    user_id: UUID
    by_identity_id: UUID
    post_id: UUID | None
    comment_id: UUID | None
