"""Reading who is kept out."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.members.models import User
from opentribe.domain.moderation import policy
from opentribe.domain.moderation.schemas import BanCard


@query
def get_ban(session: Session, actor: Actor, handle: str) -> BanCard | None:
    """How a member stands, for those who keep order; nothing for others."""
    if not actor.is_staff:
        return None
    user = session.exec(select(User).where(User.username == handle.lower(), col(User.deleted_at).is_(None))).first()
    if user is None:
        return None
    return BanCard(user_id=user.id, is_banned=user.banned_at is not None, may_decide=bool(policy.can_ban(actor, user)))
