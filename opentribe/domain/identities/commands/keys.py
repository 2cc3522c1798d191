"""Keys: made, rotated, revoked, and noted when they are used."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.identities import policy
from opentribe.domain.identities.commands.rows import add_key
from opentribe.domain.identities.facts import KeyChanged
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import rules_of
from opentribe.domain.identities.schemas import KEY_PREFIX, LONGEST_GRACE_HOURS, KeyDraft, NewKey, checked_key_name
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.facts import tell
from opentribe.kit.tokens import new_secret

MOST_KEYS = 20  # live ones of one identity
GRACE_HOURS = 1
USED_EVERY = timedelta(minutes=1)


@command
def create_key(session: Session, actor: Actor, identity_id: UUID, draft: KeyDraft) -> NewKey:
    """Give a bot another key. It is shown this once. Raises Invalid naming fields, Conflict past the number."""
    identity = session.get(PostingIdentity, identity_id, with_for_update=True)
    require(policy.can_have_keys(actor, identity))
    require(policy.can_register(actor, rules_of(session).registering))
    assert identity is not None
    name = checked_key_name(draft.name)
    if draft.expires_at is not None and (draft.expires_at.tzinfo is None or draft.expires_at <= clock.now()):
        raise Invalid(expires_at="Choose a moment in the future, with its time zone.")
    live = session.exec(
        select(IdentityToken.id).where(
            IdentityToken.posting_identity_id == identity_id, col(IdentityToken.revoked_at).is_(None)
        )
    ).all()
    if len(live) >= MOST_KEYS:
        raise Conflict(f"This bot has {MOST_KEYS} keys. Revoke one first.")
    secret = new_secret(KEY_PREFIX)
    return NewKey(key_id=add_key(session, identity, secret, name, draft.expires_at), secret=secret)


@command
def rotate_key(session: Session, actor: Actor, key_id: UUID, grace_hours: int = GRACE_HOURS) -> NewKey:
    """A new key in the place of an old one, which lives for some hours more, so that nothing stands still meanwhile."""
    key, identity = _key_row(session, key_id)
    require(policy.can_change_key(actor, key, identity))
    assert key is not None
    assert identity is not None
    if not 0 <= grace_hours <= LONGEST_GRACE_HOURS:
        raise Invalid(grace_hours=f"Use 0 to {LONGEST_GRACE_HOURS} hours.")
    moment = clock.now()
    until = moment + timedelta(hours=grace_hours)
    if key.expires_at is not None and key.expires_at <= moment:
        raise Conflict("This key has expired already. Make a new one.")
    renewed = None if key.expires_at is None else moment + (key.expires_at - key.created_at)
    if grace_hours == 0:
        key.revoked_at = moment
    else:
        key.expires_at = until if key.expires_at is None else min(until, key.expires_at)
    session.add(key)
    tell(session, KeyChanged(key_id=key.id, identity_id=identity.id))
    secret = new_secret(KEY_PREFIX)
    return NewKey(key_id=add_key(session, identity, secret, key.name, renewed), secret=secret)


@command
def revoke_key(session: Session, actor: Actor, key_id: UUID) -> None:
    """End a key at once."""
    key, identity = _key_row(session, key_id)
    require(policy.can_change_key(actor, key, identity))
    assert key is not None
    key.revoked_at = clock.now()
    session.add(key)
    tell(session, KeyChanged(key_id=key.id, identity_id=key.posting_identity_id))


@staged
def note_key_used(database: Database, actor: Actor) -> None:
    """Remember that a key is in use; written at most once a minute."""
    require(policy.can_speak(actor))
    moment = clock.now()
    with database.read() as session:
        key = session.get(IdentityToken, actor.key_id)
    if key is None or (key.last_used_at is not None and key.last_used_at > moment - USED_EVERY):
        return
    with database.write() as session:
        session.connection().execute(
            update(IdentityToken)
            .where(
                col(IdentityToken.id) == actor.key_id,
                or_(col(IdentityToken.last_used_at).is_(None), col(IdentityToken.last_used_at) < moment),
            )
            .values(last_used_at=moment)
        )


def end_keys(session: Session, user_id: UUID) -> None:
    """End every key of every identity of a member, in the transaction of their ban."""
    theirs = select(PostingIdentity.id).where(PostingIdentity.user_id == user_id)
    session.connection().execute(
        update(IdentityToken)
        .where(col(IdentityToken.posting_identity_id).in_(theirs), col(IdentityToken.revoked_at).is_(None))
        .values(revoked_at=clock.now())
    )


def _key_row(session: Session, key_id: UUID) -> tuple[IdentityToken | None, PostingIdentity | None]:
    key = session.get(IdentityToken, key_id, with_for_update=True)
    return key, session.get(PostingIdentity, key.posting_identity_id) if key else None
