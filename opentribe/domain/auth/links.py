"""One-time secrets that travel by mail: made when the letter is written, spent by whoever opens it first."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.auth.models import LoginToken, TokenPurpose
from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id
from opentribe.kit.secrets import secret_key
from opentribe.kit.tokens import digest, secret_from

LIVES = {
    TokenPurpose.verify_email: timedelta(days=3),
    TokenPurpose.magic_link: timedelta(minutes=15),
    TokenPurpose.reset_password: timedelta(hours=1),
}
LONGEST = 100  # characters of a secret that is looked at; ours have 43


def mint(
    session: Session, purpose: TokenPurpose, account_id: UUID, seed: str, payload: dict[str, Any] | None = None
) -> str:
    """The secret of a link. The same seed gives the same secret, so that a letter sent twice holds one link.

    It lives from now on; one that was used stays used.
    """
    secret = secret_from("", hmac.new(secret_key(), f"{purpose}:{seed}".encode(), hashlib.sha256).digest())
    until = clock.now() + LIVES[purpose]
    values = {"account_id": account_id, "purpose": purpose, "token_hash": digest(secret), "payload": payload}
    if not insert_if_absent(session, LoginToken, id=new_id(), created_at=clock.now(), expires_at=until, **values):
        session.connection().execute(
            update(LoginToken).where(col(LoginToken.token_hash) == digest(secret)).values(expires_at=until)
        )
    return secret


def find(session: Session, purpose: TokenPurpose, secret: str) -> LoginToken | None:
    """The row behind a link, used or not; None for one that was never made or has long been swept."""
    if not secret.isascii() or len(secret) > LONGEST:
        return None
    return session.exec(
        select(LoginToken).where(LoginToken.token_hash == digest(secret), LoginToken.purpose == purpose)
    ).first()


def spend(session: Session, token: LoginToken) -> bool:
    """Use a link up; False when it was used or is too old, also when two open it at the same moment."""
    moment = clock.now()
    spent = session.connection().execute(
        update(LoginToken)
        .where(col(LoginToken.id) == token.id, col(LoginToken.used_at).is_(None), col(LoginToken.expires_at) > moment)
        .values(used_at=moment)
    )
    return spent.rowcount == 1


def void(session: Session, account_id: UUID) -> None:
    """Use up all links and tickets of an account that are still open."""
    session.connection().execute(
        update(LoginToken)
        .where(col(LoginToken.account_id) == account_id, col(LoginToken.used_at).is_(None))
        .values(used_at=clock.now())
    )
