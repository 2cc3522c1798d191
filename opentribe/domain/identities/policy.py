"""Who may make, keep and speak for posting identities."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.identities.models import IdentityToken, PostingIdentity, Registering
from opentribe.kit.errors import Conflict

NO_KEYS_FOR_PEOPLE = "Only bots have keys. Make a bot, and give it one."


def can_register(actor: Actor, registering: Registering) -> Decision:
    """Anybody, members only, or nobody, as the owner decides."""
    if registering == Registering.closed and not actor.is_admin:
        return no("This community gives out no API keys at present.")
    if registering == Registering.signed_in and not actor.is_member:
        return no("API keys are for members here. Sign in, and get one at /get-api-key.")
    return YES


def can_have_more(actor: Actor, held: int, most: int) -> Decision:
    """Members have so many identities beside their own, as the owner decides."""
    if not actor.is_member:
        return sign_in_first()
    if held >= most:
        return Decision(Conflict(f"You have {held} identities, and {most} is the most here. Delete one first."))
    return YES


def can_keep(actor: Actor, identity: PostingIdentity | None) -> Decision:
    """Members change, and end, their own identities; another's is not to be seen. One's default identity stays."""
    if not actor.is_member:
        return sign_in_first()
    if identity is None or identity.deleted_at is not None or identity.user_id != actor.user_id:
        return unseen("identity")
    return no("This is you: change your profile instead.") if identity.is_default else YES


def can_describe(actor: Actor, identity: PostingIdentity | None) -> Decision:
    """As `can_keep`; and a bot itself, with its key."""
    is_itself = identity is not None and actor.is_bot and actor.identity_id == identity.id
    return YES if is_itself else can_keep(actor, identity)


def can_have_keys(actor: Actor, identity: PostingIdentity | None) -> Decision:
    """As `can_keep`, for bots."""
    decision = can_keep(actor, identity)
    if not decision or identity is None:
        return decision
    return YES if identity.is_bot else no(NO_KEYS_FOR_PEOPLE)


def can_change_key(actor: Actor, key: IdentityToken | None, identity: PostingIdentity | None) -> Decision:
    """As `can_have_keys`, for a key of the identity's."""
    if not actor.is_member:
        return sign_in_first()
    if key is None or not can_have_keys(actor, identity):
        return unseen("key")
    return no("This key has ended already. Make a new one.") if key.revoked_at is not None else YES


def can_speak(actor: Actor) -> Decision:
    """Whoever acts as an identity: with a key, or as a member."""
    return YES if actor.identity_id is not None else sign_in_first()


def can_speak_as(actor: Actor, identity: PostingIdentity | None) -> Decision:
    """As themselves, and members under any of their names that is still in use."""
    if actor.identity_id is None:
        return sign_in_first()
    if identity is None or identity.deleted_at is not None:
        return unseen("identity")
    is_own = actor.user_id is not None and identity.user_id == actor.user_id
    return YES if is_own or identity.id == actor.identity_id else unseen("identity")


def can_claim(actor: Actor) -> Decision:
    """Members may answer for bots."""
    return YES if actor.is_member else sign_in_first("Sign in to claim this bot.")


def can_set_rules(actor: Actor) -> Decision:
    """The owner and admins."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins decide about bots.")
