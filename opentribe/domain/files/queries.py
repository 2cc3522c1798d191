"""Whether there is room for another file."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.files import policy
from opentribe.domain.files.models import File
from opentribe.domain.files.schemas import QUOTA
from opentribe.kit.errors import NoRoom

FULL = "Your {room} MB for files are used up. Take some out of your posts, or ask the owner for help."


@query
def may_upload(session: Session, actor: Actor, purpose: str = "") -> None:
    """Raise SignInNeeded, Forbidden or NoRoom before a file is sent for nothing."""
    require(policy.can_upload(actor, purpose))
    require_room(session, actor, 1)


def require_room(session: Session, actor: Actor, size: int) -> None:
    """Raise NoRoom when so many bytes more are too many for a member; for commands."""
    if actor.is_admin:
        return
    held = session.exec(select(func.coalesce(func.sum(File.size), 0)).where(col(File.owner_id) == actor.user_id)).one()
    if held + size > QUOTA:
        raise NoRoom(FULL.format(room=f"{QUOTA // 1_000_000:,}"))
