"""Reading sessions."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.auth import policy
from opentribe.domain.auth.models import AuthSession
from opentribe.domain.auth.schemas import SessionCard, device_name
from opentribe.kit import clock

SESSIONS_SHOWN = 50


@query
def list_sessions(session: Session, actor: Actor) -> list[SessionCard]:
    """Where the actor is signed in, the most recently seen first."""
    require(policy.can_see_sessions(actor))
    rows = session.exec(
        select(AuthSession)
        .where(
            AuthSession.account_id == actor.account_id,
            col(AuthSession.revoked_at).is_(None),
            col(AuthSession.expires_at) > clock.now(),
        )
        .order_by(col(AuthSession.last_seen_at).desc())
        .limit(SESSIONS_SHOWN)
    )
    return [
        SessionCard(
            id=row.id,
            device=device_name(row.user_agent),
            address=row.address,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this_one=row.id == actor.session_id,
        )
        for row in rows
    ]
