"""Who may end which session."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, sign_in_first, unseen
from opentribe.domain.auth.models import AuthSession


def can_see_sessions(actor: Actor) -> Decision:
    """Members see their own sessions."""
    return YES if actor.account_id else sign_in_first()


def can_end(actor: Actor, session: AuthSession | None) -> Decision:
    """Only the one who opened it; another's session is not to be seen."""
    if not actor.account_id:
        return sign_in_first()
    return YES if session is not None and session.account_id == actor.account_id else unseen("session")


def can_sign_in(actor: Actor) -> Decision:
    """Anybody may try; the limits and the password decide."""
    return YES
