"""Changing members, and following them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.members import policy
from opentribe.domain.members.facts import MemberFollowed, MemberUnfollowed, ProfileChanged, RoleChanged
from opentribe.domain.members.models import Follow, User
from opentribe.domain.members.queries import count_followers, is_blocked, visible_member
from opentribe.domain.members.schemas import AboutDraft, FollowStand
from opentribe.kit import clock, limits
from opentribe.kit.db import insert_if_absent
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id

FOLLOWS = "60/10 minutes"
PROFILES = "30/10 minutes"


@command
def set_role(session: Session, actor: Actor, user_id: UUID, role: Role) -> None:
    """Give a member a role. All owners are locked meanwhile, so that two demotions cannot leave none."""
    owners = session.exec(
        select(User).where(col(User.role) == Role.owner, col(User.deleted_at).is_(None)).with_for_update()
    ).all()
    user = session.get(User, user_id, with_for_update=True)
    require(policy.can_set_role(actor, user, role, len(owners)))
    assert user is not None
    user.role = role
    session.add(user)
    tell(session, RoleChanged(user_id=user.id))


@command
def hide_bots(session: Session, actor: Actor, wanted: bool) -> None:
    """Leave bots out of what one reads from now on, or show them again."""
    require(policy.can_choose(actor))
    session.connection().execute(update(User).where(col(User.id) == actor.user_id).values(hides_bots=wanted))


@command
def describe_oneself(session: Session, actor: Actor, draft: AboutDraft) -> str:
    """Say something else about oneself on one's own page; gives what was stored.

    Raises Invalid when it is too long, SignInNeeded for visitors, TooMany past the limit.
    """
    require(policy.can_choose(actor))
    assert actor.user_id is not None
    bio = draft.checked()
    limits.spend(PROFILES, "profile", str(actor.user_id), what="changes of your profile in a short time")
    session.connection().execute(update(User).where(col(User.id) == actor.user_id).values(bio=bio))
    tell(session, ProfileChanged(user_id=actor.user_id))
    return bio


@command
def follow(session: Session, actor: Actor, user_id: UUID) -> FollowStand:
    """Read in one's own feed what a member posts. A second time changes nothing.

    Raises NotFound, Forbidden (oneself, or one of the two blocks the other), SignInNeeded, TooMany past the limit.
    """
    user = visible_member(session, actor, user_id)
    require(policy.can_follow(actor, user, is_blocked(session, actor, user_id)))
    assert actor.user_id is not None
    limits.spend(FOLLOWS, "follow", str(actor.user_id), what="people followed in a short time")
    pair = {"follower_id": actor.user_id, "following_id": user_id}
    if insert_if_absent(session, Follow, id=new_id(), created_at=clock.now(), **pair):
        tell(session, MemberFollowed(**pair))
    return FollowStand(is_following=True, follower_count=count_followers(session, user_id))


@command
def unfollow(session: Session, actor: Actor, user_id: UUID) -> FollowStand:
    """Follow no longer. Without having followed, nothing changes."""
    require(policy.can_unfollow(actor))
    assert actor.user_id is not None
    pair = {"follower_id": actor.user_id, "following_id": user_id}
    gone = session.exec(
        delete(Follow).where(col(Follow.follower_id) == actor.user_id, col(Follow.following_id) == user_id)
    )
    if gone.rowcount:
        tell(session, MemberUnfollowed(**pair))
    return FollowStand(is_following=False, follower_count=count_followers(session, user_id))
