"""Whom a mention reaches, how many one text may hold, and who is offered tags."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import col

from opentribe.domain.access.actor import STAFF, Actor
from opentribe.domain.access.decision import YES, Decision, sign_in_first
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership
from opentribe.domain.spaces.models import Space, SpaceMember, SpaceVisibility
from opentribe.kit import clock

MOST_MENTIONS = 10
MOST_WHEN_NEW = 3
NEW_FOR = timedelta(days=1)


def can_be_offered_tags(actor: Actor) -> Decision:
    """Members are told which tags there are."""
    return YES if actor.is_member else sign_in_first()


def most_mentions(actor: Actor, author: PostingIdentity, joined: User | None) -> int:
    """How many people one text of this author may mention: few as long as nobody can know them."""
    since = author.created_at if joined is None else joined.created_at
    is_new = clock.now() - since < NEW_FOR and not actor.is_staff
    return MOST_WHEN_NEW if is_new else MOST_MENTIONS


def readers(space: Space) -> ColumnElement[bool]:
    """The condition on members who may see a space: `opentribe.domain.spaces.policy.visible` from the other side."""
    if space.visibility in {SpaceVisibility.public, SpaceVisibility.members}:
        return true()
    staff = col(User.role).in_(STAFF)
    if space.visibility == SpaceVisibility.secret:
        return or_(staff, col(User.id).in_(select(SpaceMember.user_id).where(col(SpaceMember.space_id) == space.id)))  # type: ignore[call-overload]
    holders = select(Membership.user_id).where(col(Membership.status).in_(ACTIVE_STATUSES))  # type: ignore[call-overload]
    if space.required_tier_id is not None:
        holders = holders.where(col(Membership.tier_id) == space.required_tier_id)
    return or_(staff, col(User.id).in_(holders))
