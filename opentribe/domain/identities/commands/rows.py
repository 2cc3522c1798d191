"""The rows that commands on identities make and look for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.facts import IdentityCreated, KeyChanged
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.identities.naming import name_key
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.portraits import portrait_address
from opentribe.kit.tokens import digest

TAKEN = "This name is taken, or looks like one that is. Choose another."
# `naming.name_key` in SQL, for what handles are made of.
_SAME_AT_A_GLANCE = (
    (" ", ""), ("_", ""), ("-", ""), (".", ""), ("0", "o"), ("1", "l"), ("5", "s"), ("i", "l"), ("rn", "m"),
    ("vv", "w"), ("cl", "d"),
)  # fmt: skip


def add_identity(session: Session, identity: PostingIdentity) -> None:
    """Store a bot or a pen name. Raises Invalid when its name is taken or could be mistaken for another's."""
    key = name_key(identity.name)
    named = select(User.id).where(
        col(User.deleted_at).is_(None), or_(_looks_like(col(User.username), key), _looks_like(col(User.name), key))
    )
    if not identity.user_id:  # members may use their own name
        is_members = session.exec(named.limit(1)).first() is not None
    else:
        is_members = session.exec(named.where(User.id != identity.user_id).limit(1)).first() is not None
    held = session.exec(select(PostingIdentity.id).where(PostingIdentity.name_key == key)).first()
    if is_members or held is not None:
        raise Invalid(name=TAKEN)
    identity.name_key = key
    identity.image = drawn_face(identity)
    session.add(identity)
    try:
        session.flush()
    except IntegrityError:  # two at once
        raise Invalid(name=TAKEN) from None
    tell(session, IdentityCreated(identity_id=identity.id, user_id=identity.user_id))


def drawn_face(identity: PostingIdentity) -> str:
    """The address of the portrait that a bot or a pen name has without a picture of its own."""
    return portrait_address(f"{'bot-' if identity.is_bot else ''}{identity.id.hex}")


def add_key(
    session: Session, identity: PostingIdentity, secret: str, name: str, expires_at: datetime | None = None
) -> UUID:
    """Store what is kept of a key: its hash and its last four characters."""
    key = IdentityToken(
        posting_identity_id=identity.id,
        token_hash=digest(secret),
        last_four=secret[-4:],
        name=name,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    session.add(key)
    session.flush()
    tell(session, KeyChanged(key_id=key.id, identity_id=identity.id))
    return key.id


def held_identities(session: Session, actor: Actor) -> int:
    """How many identities the member has beside their own. Their row is locked, so that two at once are counted."""
    session.exec(select(User.id).where(User.id == actor.user_id).with_for_update()).one()
    return session.exec(
        select(func.count())
        .select_from(PostingIdentity)
        .where(
            PostingIdentity.user_id == actor.user_id,
            col(PostingIdentity.deleted_at).is_(None),
            col(PostingIdentity.is_default).is_(False),
        )
    ).one()


def _looks_like(column: Any, key: str) -> ColumnElement[bool]:
    seen = func.lower(column)
    for before, after in _SAME_AT_A_GLANCE:
        seen = func.replace(seen, before, after)
    return seen == key
