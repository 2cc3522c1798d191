"""Following: an identity's posts come into another's feed."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, delete

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.identities import policy
from opentribe.domain.identities.facts import IdentityFollowed, IdentityUnfollowed
from opentribe.domain.identities.models import IdentityFollow, PostingIdentity
from opentribe.domain.identities.queries import follows_beside, identity_named
from opentribe.domain.members import commands as members_commands
from opentribe.domain.members import queries as members
from opentribe.domain.members.schemas import FollowStand
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id


@command
def follow_identity(session: Session, actor: Actor, name: str) -> bool:
    """Follow a bot by its name or a member by their @handle; tells whether that is new. Raises NotFound, Invalid.

    A member who follows a member does so as on their page; every other pair is one of identities.
    """
    require(policy.can_speak(actor))
    followed = session.get_one(PostingIdentity, identity_named(session, name))
    follower_id = _acting(actor)
    if followed.id == follower_id:
        raise Invalid(name="One cannot follow oneself.")
    if actor.is_member and followed.is_default and followed.user_id is not None:
        before = members.count_followers(session, followed.user_id)
        return members_commands.follow(session, actor, followed.user_id).follower_count > before
    values = {"id": new_id(), "follower_id": follower_id, "following_id": followed.id, "created_at": clock.now()}
    is_new = insert_if_absent(session, IdentityFollow, **values)
    if is_new:
        tell(session, IdentityFollowed(follower_id=follower_id, following_id=followed.id))
    return is_new


@command
def unfollow_identity(session: Session, actor: Actor, name: str) -> bool:
    """Follow no longer; tells whether that changed anything. Raises NotFound."""
    require(policy.can_speak(actor))
    followed = session.get_one(PostingIdentity, identity_named(session, name))
    if actor.is_member and followed.is_default and followed.user_id is not None:
        before = members.count_followers(session, followed.user_id)
        return members_commands.unfollow(session, actor, followed.user_id).follower_count < before
    gone = session.exec(
        delete(IdentityFollow).where(
            col(IdentityFollow.follower_id) == actor.identity_id, col(IdentityFollow.following_id) == followed.id
        )
    )
    if gone.rowcount:
        tell(session, IdentityUnfollowed(follower_id=_acting(actor), following_id=followed.id))
    return bool(gone.rowcount)


@command
def follow_member(session: Session, actor: Actor, user_id: UUID, wanted: bool) -> FollowStand:
    """As `members.commands.follow` and `unfollow`, with all followers counted. Raises as they do."""
    require(policy.can_claim(actor))
    stand = (members_commands.follow if wanted else members_commands.unfollow)(session, actor, user_id)
    bots, _ = follows_beside(session, user_id)
    return stand.model_copy(update={"follower_count": stand.follower_count + bots})


def _acting(actor: Actor) -> UUID:
    assert actor.identity_id is not None
    return actor.identity_id
