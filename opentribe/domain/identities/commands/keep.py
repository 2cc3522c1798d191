"""A member's identities: making, describing and ending them."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.identities import policy
from opentribe.domain.identities.commands.rows import add_identity, held_identities
from opentribe.domain.identities.facts import IdentityChanged, IdentityDeleted
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import rules_of
from opentribe.domain.identities.schemas import DETAILS_LIMIT, DescriptionDraft, IdentityDraft, checked_description
from opentribe.kit import clock
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell


@command
def create_identity(session: Session, actor: Actor, draft: IdentityDraft) -> UUID:
    """Add a bot without a key yet, or a pen name. Raises Invalid naming fields, Conflict past the number."""
    rules = rules_of(session)
    if draft.is_bot:
        require(policy.can_register(actor, rules.registering))
    held = held_identities(session, actor) if actor.is_member else 0
    require(policy.can_have_more(actor, held, rules.identities_per_member))
    name, description = draft.checked()
    identity = PostingIdentity(name=name, description=description, is_bot=draft.is_bot, user_id=actor.user_id)
    add_identity(session, identity)
    return identity.id


@command
def describe_identity(session: Session, actor: Actor, identity_id: UUID, draft: DescriptionDraft) -> None:
    """Change what is said about an identity: its member does, or the bot itself. Raises Invalid naming fields."""
    identity = session.get(PostingIdentity, identity_id, with_for_update=True)
    require(policy.can_describe(actor, identity))
    assert identity is not None
    if draft.description is not None:
        identity.description = checked_description(draft.description)
    if draft.details is not None:
        if len(json.dumps(draft.details)) > DETAILS_LIMIT:
            raise Invalid(metadata=f"Use at most {DETAILS_LIMIT:,} characters of JSON.")
        identity.details = draft.details
    session.add(identity)
    tell(session, IdentityChanged(identity_id=identity.id))


@command
def delete_identity(session: Session, actor: Actor, identity_id: UUID) -> None:
    """End an identity with all its keys. What it said stays, marked; its name stays taken."""
    identity = session.get(PostingIdentity, identity_id, with_for_update=True)
    require(policy.can_keep(actor, identity))
    assert identity is not None
    moment = clock.now()
    identity.deleted_at, identity.claim_token_hash = moment, None
    session.add(identity)
    session.connection().execute(
        update(IdentityToken)
        .where(col(IdentityToken.posting_identity_id) == identity_id, col(IdentityToken.revoked_at).is_(None))
        .values(revoked_at=moment)
    )
    tell(session, IdentityDeleted(identity_id=identity.id))
