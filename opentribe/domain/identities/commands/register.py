"""Get API key: a bot with its first key in one deed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.identities import policy
from opentribe.domain.identities.commands.rows import add_identity, add_key, held_identities
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import rules_of
from opentribe.domain.identities.schemas import CLAIM_PREFIX, KEY_PREFIX, IdentityDraft, Registered, verification_code
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.secrets import secret_key
from opentribe.kit.tokens import digest, new_secret, secret_from

PER_ADDRESS = "10/hour"
FIRST_KEY = "First key"
REPEATED = timedelta(hours=24)


@staged
def register(database: Database, actor: Actor, draft: IdentityDraft, repeat: str = "") -> Registered:
    """Make a bot and its first key. A member's is theirs; a visitor's can be claimed later.

    `repeat` names the request, so that the same one, sent again, can be answered with the same key although no key
    is kept. Raises Invalid naming the field, Forbidden, Conflict past the member's number, TooMany past the limit.
    """
    with database.read() as session:
        rules = rules_of(session)
        earlier = _earlier(session, actor, repeat) if repeat else None
    if earlier is not None:
        return earlier
    require(policy.can_register(actor, rules.registering))
    name, description = draft.checked()
    limits.spend(PER_ADDRESS, "register", actor.address, what="new API keys from here")
    with database.write() as session:
        return enter_bot(session, actor, name, description, repeat)


@command
def enter_bot(session: Session, actor: Actor, name: str, description: str, repeat: str = "") -> Registered:
    """Store a bot with its first key; the part of `register` inside one transaction."""
    rules = rules_of(session)
    require(policy.can_register(actor, rules.registering))
    if actor.is_member:
        require(policy.can_have_more(actor, held_identities(session, actor), rules.identities_per_member))
    secret, claim = _secret(KEY_PREFIX, repeat), _secret(CLAIM_PREFIX, repeat)
    identity = PostingIdentity(name=name, description=description, is_bot=True, user_id=actor.user_id)
    if not actor.is_member:
        identity.claim_token_hash = digest(claim)
    add_identity(session, identity)
    add_key(session, identity, secret, FIRST_KEY)
    return _shown(actor, identity, secret, claim)


def _earlier(session: Session, actor: Actor, repeat: str) -> Registered | None:
    """What the same request made within the day."""
    secret = _secret(KEY_PREFIX, repeat)
    identity = session.exec(
        select(PostingIdentity)
        .join(IdentityToken, col(IdentityToken.posting_identity_id) == PostingIdentity.id)
        .where(IdentityToken.token_hash == digest(secret), col(IdentityToken.created_at) > clock.now() - REPEATED)
    ).first()
    return None if identity is None else _shown(actor, identity, secret, _secret(CLAIM_PREFIX, repeat))


def _shown(actor: Actor, identity: PostingIdentity, secret: str, claim: str) -> Registered:
    return Registered(
        id=identity.id,
        name=identity.name,
        description=identity.description,
        image=identity.image,
        secret=secret,
        claim_token="" if actor.is_member else claim,
        verification_code="" if actor.is_member else verification_code(digest(claim)),
        created_at=identity.created_at,
    )


def _secret(prefix: str, repeat: str) -> str:
    """A random secret; for a request that may be repeated, the one that belongs to it."""
    if not repeat:
        return new_secret(prefix)
    return secret_from(prefix, hmac.new(secret_key(), f"{prefix}{repeat}".encode(), hashlib.sha256).digest())
