"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.auth import passwords, policy
from opentribe.domain.auth.facts import AccountVisited, SessionsEnded
from opentribe.domain.auth.models import Account, AuthSession, LoginToken, TokenPurpose
from opentribe.domain.auth.schemas import SignInDraft, normal_email
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid, SignInNeeded
from opentribe.kit.facts import tell
from opentribe.kit.tokens import digest, new_secret
from opentribe.settings import get_settings

TICKET_LIFE = timedelta(seconds=60)
SEEN_EVERY = timedelta(minutes=5)
PER_ADDRESS = "30/10 minutes"
PER_ACCOUNT = "8/10 minutes"
WRONG = "The address and the password do not match. Check both, or sign up."


@staged
def sign_in(database: Database, actor: Actor, draft: SignInDraft) -> str:
    """Check the password and give a one-time ticket for a session.

    Unknown addresses and wrong passwords get the same answer after the same work.
    Raises Invalid (on `form`) when they do not match, TooMany past the limits.
    """
    require(policy.can_sign_in(actor))
    email = normal_email(draft.email)
    limits.spend(PER_ADDRESS, "sign-in", actor.address)
    limits.spend(PER_ACCOUNT, "sign-in", email)
    with database.read() as session:
        account = session.exec(select(Account).where(Account.email == email)).first()
    if not passwords.password_fits(draft.password, account.password_hash if account else None):
        raise Invalid(form=WRONG)
    assert account is not None
    if account.disabled_at is not None:
        raise Invalid(form="This account is closed. Write to the owner if you think that is a mistake.")
    limits.forget(PER_ACCOUNT, "sign-in", email)
    with database.write() as session:
        return issue_ticket(session, account.id)


def issue_ticket(session: Session, account_id: UUID) -> str:
    """A secret that opens one session for this account, once and within a minute."""
    secret = new_secret()
    session.add(
        LoginToken(
            account_id=account_id,
            purpose=TokenPurpose.ticket,
            token_hash=digest(secret),
            expires_at=clock.now() + TICKET_LIFE,
        )
    )
    return secret


@command
def open_session(session: Session, actor: Actor, ticket: str, user_agent: str) -> str:
    """Spend a ticket and open a session; the answer is the secret for the cookie.

    Raises SignInNeeded when the ticket is unknown, spent or too old.
    """
    require(policy.can_sign_in(actor))
    moment = clock.now()
    spent = session.connection().execute(
        update(LoginToken)
        .where(
            col(LoginToken.token_hash) == digest(ticket),
            col(LoginToken.purpose) == TokenPurpose.ticket,
            col(LoginToken.used_at).is_(None),
            col(LoginToken.expires_at) > moment,
        )
        .values(used_at=moment)
        .returning(col(LoginToken.account_id))
    )
    account_id = spent.scalar_one_or_none()
    if account_id is None:
        raise SignInNeeded("That sign-in link is used up or too old. Sign in again.")
    secret = new_secret()
    session.add(
        AuthSession(
            account_id=account_id,
            token_hash=digest(secret),
            expires_at=moment + timedelta(days=get_settings().session_days),
            address=actor.address[:64],
            user_agent=user_agent[:400],
        )
    )
    tell(session, AccountVisited(account_id=account_id))
    return secret


@command
def sign_out(session: Session, actor: Actor) -> None:
    """End the session that asks."""
    require(policy.can_see_sessions(actor))
    _end(session, actor, col(AuthSession.id) == actor.session_id)


@command
def revoke_session(session: Session, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions, on whatever device."""
    require(policy.can_end(actor, session.get(AuthSession, session_id)))
    _end(session, actor, col(AuthSession.id) == session_id)


@command
def sign_out_everywhere(session: Session, actor: Actor) -> None:
    """End all of one's own sessions, this one included."""
    require(policy.can_see_sessions(actor))
    _end(session, actor, col(AuthSession.account_id) == actor.account_id)


@staged
def note_seen(database: Database, actor: Actor) -> None:
    """Remember that the session is in use, and let it live on; written at most every five minutes."""
    require(policy.can_see_sessions(actor))
    moment = clock.now()
    with database.read() as session:
        held = session.get(AuthSession, actor.session_id)
    if held is None or held.last_seen_at >= moment - SEEN_EVERY:
        return
    later = moment + timedelta(days=get_settings().session_days)
    with database.write() as session:
        session.connection().execute(
            update(AuthSession)
            .where(col(AuthSession.id) == actor.session_id)
            .values(last_seen_at=moment, expires_at=later)
        )
        if held.last_seen_at.date() < moment.date():
            tell(session, AccountVisited(account_id=held.account_id))


def end_sessions(session: Session, account_id: UUID, user_id: UUID) -> None:
    """End every session of an account, in the transaction of what makes that needful."""
    _end_those(session, user_id, col(AuthSession.account_id) == account_id)


def _end(session: Session, actor: Actor, which: object) -> None:
    assert actor.user_id is not None
    _end_those(session, actor.user_id, which)


def _end_those(session: Session, user_id: UUID, which: object) -> None:
    session.connection().execute(
        update(AuthSession)
        .where(which, col(AuthSession.revoked_at).is_(None))  # type: ignore[arg-type]
        .values(revoked_at=clock.now())
    )
    tell(session, SessionsEnded(user_id=user_id))
