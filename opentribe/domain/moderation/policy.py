"""Who may keep whom out."""

from __future__ import annotations

from opentribe.domain.access.actor import STAFF, Actor, Role
from opentribe.domain.access.decision import YES, Decision, no, sign_in_first, unseen
from opentribe.domain.members.models import User


def can_ban(actor: Actor, user: User | None) -> Decision:
    """Moderators ban members, admins moderators too, owners everyone but owners; nobody bans themselves."""
    if not actor.is_member:
        return sign_in_first()
    if not actor.is_staff:
        return no("Only the owner, admins and moderators ban members.")
    if user is None or user.deleted_at is not None:
        return unseen("member")
    if user.id == actor.user_id:
        return no("This is you. Ask another moderator if you want to be kept out.")
    role = Role(user.role)
    if role == Role.owner:
        return no("An owner cannot be banned. Make them a member first.")
    if role == Role.admin and actor.role != Role.owner:
        return no("Only an owner can ban an admin.")
    if role in STAFF and not actor.is_admin:
        return no("Only the owner and admins can ban a moderator.")
    return YES
