"""Who may read and change notifications: everybody their own."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, sign_in_first, unseen
from opentribe.domain.notifications.models import Notification


def can_read(actor: Actor) -> Decision:
    """Members have notifications."""
    return YES if actor.is_member else sign_in_first("Sign in to see your notifications.")


def can_change(actor: Actor, row: Notification | None) -> Decision:
    """One's own alone; another's is not there."""
    if not actor.is_member:
        return sign_in_first("Sign in to see your notifications.")
    return YES if row is not None and row.user_id == actor.user_id else unseen("notification")
