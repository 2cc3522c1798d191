"""Who may change what about a member."""

from __future__ import annotations

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.members.models import User


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
