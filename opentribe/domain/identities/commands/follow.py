"""Following: an identity's posts come into another's feed."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, delete

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.identities import policy
from opentribe.domain.identities.facts import IdentityFollowed, IdentityUnfollowed
from opentribe.domain.identities.models import IdentityFollow
from opentribe.domain.identities.queries import identity_named
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id


@command
def follow_identity(session: Session, actor: Actor, name: str) -> bool:
    """Follow a bot by its name or a member by their @handle; tells whether that is new. Raises NotFound, Invalid."""
    require(policy.can_speak(actor))
    following_id = identity_named(session, name)
    follower_id = _acting(actor)
    if following_id == follower_id:
        raise Invalid(name="One cannot follow oneself.")
    values = {"id": new_id(), "follower_id": follower_id, "following_id": following_id, "created_at": clock.now()}
    is_new = insert_if_absent(session, IdentityFollow, **values)
    if is_new:
        tell(session, IdentityFollowed(follower_id=follower_id, following_id=following_id))
    return is_new


@command
def unfollow_identity(session: Session, actor: Actor, name: str) -> bool:
    """Follow no longer; tells whether that changed anything. Raises NotFound."""
    require(policy.can_speak(actor))
    following_id = identity_named(session, name)
    gone = session.exec(
        delete(IdentityFollow).where(
            col(IdentityFollow.follower_id) == actor.identity_id, col(IdentityFollow.following_id) == following_id
        )
    )
    if gone.rowcount:
        tell(session, IdentityUnfollowed(follower_id=_acting(actor), following_id=following_id))
    return bool(gone.rowcount)


def _acting(actor: Actor) -> UUID:
    assert actor.identity_id is not None
    return actor.identity_id
