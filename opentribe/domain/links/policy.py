"""Who may ask for links and use them."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first
from opentribe.domain.auth.models import LoginToken
from opentribe.kit.errors import Forbidden

UNKNOWN = "This link is not whole. Open it from the mail again, or ask for a new one."
SPENT = "This link was used, or is too old. Ask for a new one."


def can_ask(actor: Actor) -> Decision:
    """Anybody may ask; what is sent goes to the address alone, and the limits decide how often."""
    return YES


def can_change_address(actor: Actor) -> Decision:
    """Members change their own."""
    return YES if actor.account_id else sign_in_first()


def can_use(token: LoginToken | None) -> Decision:
    """Whoever holds the link may use it; `spend` decides whether it is still good."""
    return no(UNKNOWN) if token is None else YES


def is_spent() -> Forbidden:
    """The refusal for a link that opens nothing any more."""
    return Forbidden(SPENT)
