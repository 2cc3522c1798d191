"""Whether there is room for another file."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.files import policy
from opentribe.domain.files.models import File
from opentribe.domain.files.schemas import QUOTA, QUOTA_OF_A_BOT
from opentribe.kit.errors import NoRoom

FULL = "Your {room} MB for files are used up. Take some out of your posts, or ask the owner for help."


@query
def may_upload(session: Session, actor: Actor, purpose: str = "") -> None:
    """Raise SignInNeeded, Forbidden or NoRoom before a file is sent for nothing."""
    require(policy.can_upload(actor, purpose))
    require_room(session, actor, 1)


def require_room(session: Session, actor: Actor, size: int) -> None:
    """Raise NoRoom when so many bytes more are too many for a member or their bots; for commands."""
    if actor.is_admin:
        return
    owner_id = actor.user_id or actor.owner_id
    whose, room = (col(File.owner_id) == owner_id, QUOTA) if owner_id else (_brought_by(actor), QUOTA_OF_A_BOT)
    held = session.exec(select(func.coalesce(func.sum(File.size), 0)).where(whose)).one()
    if held + size > room:
        raise NoRoom(FULL.format(room=f"{room // 1_000_000:,}"))


def _brought_by(actor: Actor) -> ColumnElement[bool]:
    return and_(col(File.bot_id) == actor.identity_id, col(File.owner_id).is_(None))
