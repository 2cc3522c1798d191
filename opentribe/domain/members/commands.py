"""Changing members."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.members import policy
from opentribe.domain.members.facts import RoleChanged
from opentribe.domain.members.models import User
from opentribe.kit.facts import tell


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
