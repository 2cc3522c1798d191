"""Who may join."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no


def can_sign_up(actor: Actor) -> Decision:
    """Anybody who is not signed in already."""
    return no("You are signed in already. Sign out first to make another account.") if actor.is_member else YES
