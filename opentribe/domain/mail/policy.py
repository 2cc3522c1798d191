"""Who may see and do what about mail."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.mail.models import MailStop

NOT_SIGNED = "This link is not whole. Open it from the mail again."


def can_look_after(actor: Actor) -> Decision:
    """Owners and admins; for everybody else it is not there."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else unseen("page")


def can_lift(actor: Actor, stop: MailStop | None, own_address: str = "") -> Decision:
    """Admins lift any stop, members that of their own address."""
    if not actor.account_id:
        return sign_in_first()
    if stop is None or not (actor.is_admin or stop.address == own_address):
        return unseen("address")
    return YES


def can_choose(actor: Actor, is_signed: bool) -> Decision:
    """Whoever holds a link that was signed here decides about the mail it came in, signed in or not."""
    return YES if is_signed else no(NOT_SIGNED)
