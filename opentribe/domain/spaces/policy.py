"""Who may see, use and change a space: the same rules for a row in hand and for a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select, true
from sqlalchemy.types import Uuid
from sqlmodel import col

from opentribe.domain.access.actor import STAFF, Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.members.models import User
from opentribe.domain.spaces.models import PostPermission, Space, SpaceMember, SpaceVisibility


class Standing(Protocol):
    """What rules about posting ask of a space: a row of the table, or some columns of one."""

    @property
    def id(self) -> UUID: ...
    @property
    def archived_at(self) -> Any: ...
    @property
    def bots_allowed(self) -> bool: ...
    @property
    def post_permission(self) -> PostPermission: ...


class Sight(NamedTuple):
    """What decides which spaces somebody sees, but for who it is: actors of one sight share a statement."""

    is_staff: bool
    is_bot: bool
    is_known: bool  # a member, or a bot that one answers for
    tiers: int


def can_create(actor: Actor) -> Decision:
    """Owner and admins shape the community."""
    if not actor.is_member:
        return sign_in_first()
    return YES if actor.is_admin else no("Only the owner and admins can change spaces.")


def can_edit(actor: Actor, space: Space | None) -> Decision:
    """As `can_create`, for a space that is there."""
    decision = can_create(actor)
    if not decision:
        return decision
    return YES if space is not None and space.deleted_at is None else unseen("space")


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on spaces that `actor` may see. Staff see all, since they answer for all.

    Bots see what the member who answers for them sees as a plain member, without one what is public; both only
    where bots are admitted.
    """
    return _visible(sight_of(actor), actor.user_id or actor.owner_id, list(actor.tier_ids))


def sight_of(actor: Actor) -> Sight:
    """By which statement the actor's spaces are found."""
    is_known = (actor.user_id or actor.owner_id) is not None
    return Sight(actor.is_staff, actor.is_bot, is_known, len(actor.tier_ids))


def visible_to(sight: Sight) -> ColumnElement[bool]:
    """As `visible`, for statements that are built once: they are given what `viewer` says of the actor."""
    tiers = [bindparam(f"tier_{number}", type_=Uuid()) for number in range(sight.tiers)]
    return _visible(sight, bindparam("viewer", type_=Uuid()), tiers)


def viewer(actor: Actor) -> dict[str, Any]:
    """The values that `visible_to` leaves open."""
    if actor.is_staff or not (member_id := actor.user_id or actor.owner_id):
        return {}
    return {"viewer": member_id, **{f"tier_{number}": tier_id for number, tier_id in enumerate(actor.tier_ids)}}


def _visible(sight: Sight, member_id: Any, tier_ids: Sequence[Any]) -> ColumnElement[bool]:
    there: ColumnElement[bool] = col(Space.deleted_at).is_(None)
    if sight.is_staff:
        return there
    public = col(Space.visibility) == SpaceVisibility.public
    if sight.is_bot:
        there = and_(there, col(Space.bots_allowed).is_(true()))
    if not sight.is_known:
        return and_(there, public)
    invited = select(col(SpaceMember.space_id)).where(col(SpaceMember.user_id) == member_id)
    return and_(
        there,
        or_(
            col(Space.visibility).in_([SpaceVisibility.public, SpaceVisibility.members]),
            and_(col(Space.visibility) == SpaceVisibility.paid, _tier_opens(tier_ids)),
            and_(col(Space.visibility) == SpaceVisibility.secret, col(Space.id).in_(invited)),
        ),
    )


def seen_by(space: Space, pays: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same from the other side: the condition on members who may see one space.

    `pays` says who has the tier it asks for; what is paid is known to those who ask, not here.
    """
    if space.deleted_at is not None:
        return false()
    if space.visibility in {SpaceVisibility.public, SpaceVisibility.members}:
        return true()
    staff = col(User.role).in_(STAFF)
    if space.visibility == SpaceVisibility.paid:
        return or_(staff, pays)
    invited = select(col(SpaceMember.user_id)).where(col(SpaceMember.space_id) == space.id)
    return or_(staff, col(User.id).in_(invited))


def _tier_opens(tier_ids: Sequence[Any]) -> ColumnElement[bool]:
    """A paid space opens to its own tier, or to any tier when it names none."""
    if not tier_ids:
        return false()
    return or_(col(Space.required_tier_id).is_(None), *(col(Space.required_tier_id) == tier for tier in tier_ids))


def can_post(actor: Actor, space: Standing | None) -> Decision:
    """Whether a new post or comment may go into a space that the actor can see (None: cannot)."""
    if space is None:
        return unseen("space")
    if actor.identity_id is None:
        return sign_in_first("Sign in to join the conversation.")
    if space.archived_at is not None:
        return no("This space is archived: it can be read, but nothing new goes in.")
    if actor.speaks_as_bot and not space.bots_allowed:
        return no("This space is for people only: bots cannot post here.")
    if space.post_permission == PostPermission.admins and not actor.is_admin:
        return no("Only the owner and admins post here.")
    if space.post_permission == PostPermission.moderators and not actor.is_staff:
        return no("Only moderators post here.")
    return YES


def can_comment(actor: Actor, space: Standing | None) -> Decision:
    """Replies are open to everyone who sees the space, whoever may start posts."""
    if space is None:
        return unseen("space")
    if actor.identity_id is None:
        return sign_in_first("Sign in to join the conversation.")
    if space.archived_at is not None:
        return no("This space is archived: it can be read, but nothing new goes in.")
    if actor.speaks_as_bot and not space.bots_allowed:
        return no("This space is for people only: bots cannot post here.")
    return YES


def can_visit(actor: Actor, space: Standing | None) -> Decision:
    """Only members keep a mark of how far they have read."""
    if space is None:
        return unseen("space")
    return YES if actor.is_member else sign_in_first()


def can_subscribe(actor: Actor, space: Standing | None) -> Decision:
    """Whoever acts as an identity, to what they see."""
    if space is None:
        return unseen("space")
    return YES if actor.identity_id is not None else sign_in_first()


def sees(actor: Actor, space: Space, is_invited: bool) -> bool:
    """What `visible` says, for a space and an actor in hand: many readers of few spaces need no statement each.

    A test holds the two against each other.
    """
    if space.deleted_at is not None or (actor.is_bot and not space.bots_allowed):
        return False
    if actor.is_staff or space.visibility == SpaceVisibility.public:
        return True
    if actor.user_id is None and actor.owner_id is None:
        return False
    if space.visibility == SpaceVisibility.paid:
        return bool(actor.tier_ids) and (space.required_tier_id is None or space.required_tier_id in actor.tier_ids)
    return space.visibility == SpaceVisibility.members or is_invited
