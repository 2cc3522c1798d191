"""Who may shape tiers and give them."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first


def can_manage(actor: Actor) -> Decision:
    """Owner and admins decide what is sold and who gets it for nothing."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins can change tiers.")
