"""Facts that change who may see what: what was known of the readers is read anew, and their pages are told to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from opentribe.domain.auth.facts import SessionsEnded
from opentribe.domain.members.facts import RoleChanged
from opentribe.domain.payments.facts import TierGranted
from opentribe.domain.spaces.facts import MemberInvited, MemberUninvited, SpaceChanged
from opentribe.kit.facts import Fact

OF_ONE = (RoleChanged, TierGranted, MemberInvited, MemberUninvited, SessionsEnded)
OF_ALL = (SpaceChanged,)


def members_concerned(told: Sequence[Fact]) -> set[UUID]:
    """The members whose own view of things may be another one now."""
    return {fact.user_id for fact in told if isinstance(fact, OF_ONE)}


def concerns_all(told: Sequence[Fact]) -> bool:
    """Whether everybody's view may be another one now."""
    return any(isinstance(fact, OF_ALL) for fact in told)
