"""Reading members."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.members.models import User
from opentribe.domain.members.schemas import Me


@query
def get_me(session: Session, actor: Actor) -> Me:
    """The member who asks, all empty for a visitor."""
    user = session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        return Me()
    return Me(
        user_id=user.id,
        name=user.name,
        username=user.username,
        image=user.image,
        role=user.role,
        is_member=True,
        is_staff=actor.is_staff,
        is_admin=actor.is_admin,
    )


def handle_is_taken(session: Session, handle: str) -> bool:
    """Whether another member has it already; handles are stored in lower case."""
    return session.exec(select(col(User.id)).where(User.username == handle)).first() is not None
