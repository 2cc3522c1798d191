"""Who may see a member's page, and who may change what about a member."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.members.models import MemberVisibility, User


def can_be_offered_people(actor: Actor) -> Decision:
    """Members are told whom they may mean."""
    return YES if actor.is_member else sign_in_first()


def can_set_role(actor: Actor, user: User | None, role: Role, owners: int) -> Decision:
    """Owners give every role, admins those below their own; the last owner stays one."""
    if not actor.is_member:
        return sign_in_first()
    if not actor.is_admin:
        return no("Only the owner and admins can change roles.")
    if user is None or user.deleted_at is not None:
        return unseen("member")
    reaches = {Role(user.role), role} & {Role.owner, Role.admin}
    if reaches and actor.role != Role.owner:
        return no("Only an owner can make or unmake owners and admins.")
    if user.role == Role.owner and role != Role.owner and owners < 2:
        return no("This is the last owner. Make somebody else an owner first.")
    return YES


def can_choose(actor: Actor) -> Decision:
    """Members choose for themselves how they read, and what they say about themselves."""
    return YES if actor.is_member else sign_in_first()


def present() -> ColumnElement[bool]:
    """The condition on members who are still here."""
    return and_(col(User.deleted_at).is_(None), col(User.banned_at).is_(None))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on members whose page `actor` may see: a private one is for its member and for staff."""
    if actor.is_staff:
        return present()
    public = col(User.visibility) == MemberVisibility.public
    return and_(present(), public if actor.user_id is None else or_(public, col(User.id) == actor.user_id))


def visible_page(actor: Actor) -> ColumnElement[bool]:
    """As `visible`; staff also see the page of a member who is banned, to let them in again."""
    return col(User.deleted_at).is_(None) if actor.is_staff else visible(actor)


def may_see(actor: Actor, user_id: UUID | None, visibility: MemberVisibility) -> bool:
    """What `visible` says of a member who is still here, for a whole list of them."""
    return visibility == MemberVisibility.public or actor.is_staff or (user_id is not None and user_id == actor.user_id)


def can_follow(actor: Actor, user: User | None, is_blocked: bool) -> Decision:
    """Members follow those whose page they see. Who blocked whom is told to neither."""
    if user is None:
        return unseen("member")
    if actor.user_id is None:
        return sign_in_first("Sign in to follow people.")
    if user.id == actor.user_id:
        return no("This is you. Follow others to read what they post.")
    return no("You cannot follow this member at the moment.") if is_blocked else YES


def can_unfollow(actor: Actor) -> Decision:
    """Everybody may let go, whatever happened since."""
    return YES if actor.user_id is not None else sign_in_first("Sign in to follow people.")
