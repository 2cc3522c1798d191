"""What ended long ago goes, so that no table of secrets grows for ever."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, delete

from opentribe.domain.auth.models import AuthSession, LoginToken
from opentribe.kit import clock

KEPT_TOKENS = timedelta(days=1)
KEPT_SESSIONS = timedelta(days=30)


def sweep(session: Session) -> None:
    """Delete spent tickets after a day and ended sessions after a month. The root asks for it; no door does."""
    moment = clock.now()
    session.exec(delete(LoginToken).where(col(LoginToken.expires_at) < moment - KEPT_TOKENS))
    session.exec(delete(AuthSession).where(col(AuthSession.expires_at) < moment - KEPT_SESSIONS))
