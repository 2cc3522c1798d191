"""Under which of their names a member writes."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.types import Uuid
from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import require
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import PostingIdentity
from opentribe.kit.prepared import Prepared


def speaking_as(session: Session, actor: Actor, identity_id: UUID | None) -> Actor:
    """The actor under another of their names; None is the one they have. Raises NotFound for one that is not theirs.

    As a bot, a member of staff has the rights of a plain member, which is what the bot has with its key.
    """
    if identity_id is None or identity_id == actor.identity_id:
        return actor
    identity = session.get(PostingIdentity, identity_id)
    require(policy.can_speak_as(actor, identity))
    assert identity is not None
    if identity.is_bot:
        return dataclasses.replace(actor, identity_id=identity.id, role=Role.member, as_bot=True)
    return dataclasses.replace(actor, identity_id=identity.id)


def speaker(session: Session, actor: Actor) -> Any:
    """Who speaks (id, name, image, is_bot), as of the transaction that stores their words.

    Raises NotFound when it was deleted meanwhile.
    """
    identity: Any = _IDENTITY.first(session, identity=actor.identity_id)
    require(policy.can_speak_as(actor, identity))
    return identity


def paced(actor: Actor) -> str:
    """Whose words are counted together: a bot's, whichever door they come through; a member's, under whatever name."""
    return str(actor.identity_id if actor.speaks_as_bot else actor.user_id)


_IDENTITY = Prepared(
    select(  # type: ignore[call-overload]
        PostingIdentity.id,
        PostingIdentity.name,
        PostingIdentity.image,
        PostingIdentity.is_bot,
        PostingIdentity.user_id,
        PostingIdentity.deleted_at,
    ).where(PostingIdentity.id == bindparam("identity", type_=Uuid()))
)
