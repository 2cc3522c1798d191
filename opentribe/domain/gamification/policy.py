"""Who may see points, and who decides what they are given for."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first


def can_see_own(actor: Actor) -> Decision:
    """Members see their own ledger."""
    return YES if actor.is_member else sign_in_first("Sign in to see your points.")


def can_set_rules(actor: Actor) -> Decision:
    """The owner and admins."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins decide about points.")


def can_see_board(actor: Actor) -> Decision:
    """Members see who has most points."""
    return YES if actor.is_member else sign_in_first("Sign in to see the leaderboard.")
