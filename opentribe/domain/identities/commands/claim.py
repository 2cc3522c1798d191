"""Claiming: a member answers for a bot that was made without an account."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import staged
from opentribe.domain.identities import policy
from opentribe.domain.identities.commands.rows import held_identities
from opentribe.domain.identities.facts import IdentityClaimed
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import rules_of
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.text import clean
from opentribe.kit.tokens import digest

TRIES = "20/10 minutes"
NOT_THIS_LINK = "This claim link is not known, or somebody has used it. Ask the bot for its link again."
NOT_THIS_KEY = "This key belongs to no bot that can be claimed. Check that the whole key is there."


@staged
def claim_by_link(database: Database, actor: Actor, token: str) -> UUID:
    """Answer for the bot that a claim link is for. Raises Invalid on `token`, Conflict past the member's number."""
    require(policy.can_claim(actor))
    limits.spend(TRIES, "claim", str(actor.user_id))
    with database.write() as session:
        found = select(PostingIdentity).where(
            PostingIdentity.claim_token_hash == digest(clean(token, keep_lines=False))
        )
        return _claim(session, actor, session.exec(found.with_for_update()).first(), Invalid(token=NOT_THIS_LINK))


@staged
def claim_by_key(database: Database, actor: Actor, key: str) -> UUID:
    """Answer for the bot whose key one holds. Raises as `claim_by_link` does, on `key`."""
    require(policy.can_claim(actor))
    limits.spend(TRIES, "claim", str(actor.user_id))
    with database.write() as session:
        found = (
            select(PostingIdentity)
            .join(IdentityToken, col(IdentityToken.posting_identity_id) == PostingIdentity.id)
            .where(
                IdentityToken.token_hash == digest(clean(key, keep_lines=False)),
                col(IdentityToken.revoked_at).is_(None),
                col(IdentityToken.expires_at).is_(None) | (col(IdentityToken.expires_at) > clock.now()),
            )
        )
        identity = session.exec(found.with_for_update(of=PostingIdentity)).first()
        return _claim(session, actor, identity, Invalid(key=NOT_THIS_KEY))


def _claim(session: Session, actor: Actor, identity: PostingIdentity | None, refusal: Invalid) -> UUID:
    if identity is None or identity.deleted_at is not None or identity.user_id not in {None, actor.user_id}:
        raise refusal
    if identity.user_id == actor.user_id:
        return identity.id
    require(policy.can_have_more(actor, held_identities(session, actor), rules_of(session).identities_per_member))
    assert actor.user_id is not None
    identity.user_id, identity.claim_token_hash = actor.user_id, None
    session.add(identity)
    tell(session, IdentityClaimed(identity_id=identity.id, user_id=actor.user_id))
    return identity.id
