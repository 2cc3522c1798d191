"""Who may change how the community presents itself."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first


def can_brand(actor: Actor) -> Decision:
    """The owner and admins."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins can change the community's name.")
