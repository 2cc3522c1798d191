"""Who may see, use and change a space: the same rules for a row in hand and for a query."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from opentribe.domain.access.actor import STAFF, Actor
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.members.models import User
from opentribe.domain.spaces.models import PostPermission, Space, SpaceMember, SpaceVisibility


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
    there: ColumnElement[bool] = col(Space.deleted_at).is_(None)
    if actor.is_staff:
        return there
    public = col(Space.visibility) == SpaceVisibility.public
    if actor.is_bot:
        there = and_(there, col(Space.bots_allowed).is_(true()))
    member_id = actor.user_id or actor.owner_id
    if member_id is None:
        return and_(there, public)
    invited = select(col(SpaceMember.space_id)).where(col(SpaceMember.user_id) == member_id)
    return and_(
        there,
        or_(
            col(Space.visibility).in_([SpaceVisibility.public, SpaceVisibility.members]),
            and_(col(Space.visibility) == SpaceVisibility.paid, _tier_opens(actor)),
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


def _tier_opens(actor: Actor) -> ColumnElement[bool]:
    """A paid space opens to its own tier, or to any tier when it names none."""
    if not actor.tier_ids:
        return false()
    return or_(col(Space.required_tier_id).is_(None), col(Space.required_tier_id).in_(actor.tier_ids))


def can_post(actor: Actor, space: Space | None) -> Decision:
    """Whether a new post or comment may go into a space that the actor can see (None: cannot)."""
    if space is None:
        return unseen("space")
    if actor.identity_id is None:
        return sign_in_first("Sign in to join the conversation.")
    if space.archived_at is not None:
        return no("This space is archived: it can be read, but nothing new goes in.")
    if actor.is_bot and not space.bots_allowed:
        return no("This space is for people only: bots cannot post here.")
    if space.post_permission == PostPermission.admins and not actor.is_admin:
        return no("Only the owner and admins post here.")
    if space.post_permission == PostPermission.moderators and not actor.is_staff:
        return no("Only moderators post here.")
    return YES


def can_comment(actor: Actor, space: Space | None) -> Decision:
    """Replies are open to everyone who sees the space, whoever may start posts."""
    if space is None:
        return unseen("space")
    if actor.identity_id is None:
        return sign_in_first("Sign in to join the conversation.")
    if space.archived_at is not None:
        return no("This space is archived: it can be read, but nothing new goes in.")
    if actor.is_bot and not space.bots_allowed:
        return no("This space is for people only: bots cannot post here.")
    return YES


def can_visit(actor: Actor, space: Space | None) -> Decision:
    """Only members keep a mark of how far they have read."""
    if space is None:
        return unseen("space")
    return YES if actor.is_member else sign_in_first()


def can_subscribe(actor: Actor, space: Space | None) -> Decision:
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
