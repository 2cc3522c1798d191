"""Who may keep webhooks."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, sign_in_first, unseen
from opentribe.domain.identities import policy as identities_policy
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.webhooks.models import Webhook
from opentribe.kit.errors import Conflict

MOST = 5  # of one bot, or of the community


def can_keep_of(actor: Actor, identity: PostingIdentity | None) -> Decision:
    """A bot's, by the member who answers for it."""
    return identities_policy.can_have_keys(actor, identity)


def can_keep_all(actor: Actor) -> Decision:
    """The community's, by the owner and admins; for everybody else they are not there."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else unseen("page")


def can_have_more(held: int) -> Decision:
    """There are so many and no more."""
    return YES if held < MOST else Decision(Conflict(f"There are {MOST} webhooks here. Delete one first."))


def can_keep(actor: Actor, webhook: Webhook | None, identity: PostingIdentity | None) -> Decision:
    """One that is there, as `can_keep_of` or `can_keep_all`."""
    if not actor.is_member:
        return sign_in_first()
    if webhook is None:
        return unseen("webhook")
    decision = can_keep_all(actor) if webhook.identity_id is None else can_keep_of(actor, identity)
    return YES if decision else unseen("webhook")
