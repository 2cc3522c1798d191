"""The one way in: one actor, one transaction, whichever door asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor, Credential
from opentribe.domain.access.use_case import query
from opentribe.domain.auth.models import Account, ApiToken, AuthSession
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership
from opentribe.kit import clock
from opentribe.kit.db import Database, UtcDateTime
from opentribe.kit.errors import Forbidden, KeyRefused
from opentribe.kit.prepared import Prepared

# Who is behind a session in force, with a row for each tier held. Built once: every request begins with it.
WHO: Any = (
    select(  # type: ignore[call-overload]
        AuthSession.id, Account.id, User.id, User.role, PostingIdentity.id, Membership.tier_id, User.hides_bots
    )
    .join(Account, col(Account.id) == col(AuthSession.account_id))
    .join(User, col(User.auth_id) == col(Account.id))
    .join(PostingIdentity, (col(PostingIdentity.user_id) == User.id) & col(PostingIdentity.is_default))
    .outerjoin(Membership, (col(Membership.user_id) == User.id) & col(Membership.status).in_(ACTIVE_STATUSES))
    .where(
        col(AuthSession.revoked_at).is_(None),
        col(AuthSession.expires_at) > bindparam("moment", type_=UtcDateTime()),
        col(Account.disabled_at).is_(None),
        col(User.banned_at).is_(None),
        col(User.deleted_at).is_(None),
    )
)
_ACTOR = Prepared(WHO.where(AuthSession.token_hash == bindparam("token")))

# Who is behind a key, whether it is still good or not, so that its holder can be told why.
_BOT = Prepared(
    select(  # type: ignore[call-overload, misc]
        IdentityToken.id,
        PostingIdentity.id,
        PostingIdentity.user_id,
        Membership.tier_id,
        IdentityToken.revoked_at,
        IdentityToken.expires_at,
        PostingIdentity.deleted_at,
        User.banned_at,
        User.deleted_at,
    )
    .join(PostingIdentity, col(PostingIdentity.id) == col(IdentityToken.posting_identity_id))
    .outerjoin(User, col(User.id) == col(PostingIdentity.user_id))
    .outerjoin(Membership, (col(Membership.user_id) == User.id) & col(Membership.status).in_(ACTIVE_STATUSES))
    .where(IdentityToken.token_hash == bindparam("token"))
)
NO_SUCH_KEY = "This API key is not known here. Check that it is whole and was made by this community."
WORKSPACE_KEY = "This is a key for the workspace. The feed wants the API key of a posting identity."

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def perform(
    database: Database,
    credential: Credential,
    use_case: Callable[Concatenate[Any, Actor, Given], Answer],
    *given: Given.args,
    **named: Given.kwargs,
) -> Answer:
    """Find out who asks and run the use case in a transaction of the kind it is marked with.

    Raises whatever Refusal the use case raises; then nothing was changed.
    """
    transaction = getattr(use_case, "transaction", None)
    if transaction == "read":
        with database.read() as session:
            return use_case(session, actor_for(session, credential), *given, **named)
    if transaction == "write":
        with database.write() as session:
            return use_case(session, actor_for(session, credential), *given, **named)
    if transaction == "own":
        with database.read() as session:
            actor = actor_for(session, credential)
        return use_case(database, actor, *given, **named)
    raise TypeError(f"{use_case.__name__} is not marked as a query or a command")


@query
def together(session: Session, actor: Actor, *queries: Callable[[Session, Actor], Any]) -> tuple[Any, ...]:
    """The answers of several queries, in one transaction."""
    return tuple(each(session, actor) for each in queries)


def actor_for(session: Session, credential: Credential) -> Actor:
    """Who shows this credential, in one statement; a visitor when it is absent, ended, or its member is out.

    A key that is shown but opens nothing raises KeyRefused with the reason, or Forbidden when it is for elsewhere.
    """
    if credential.key_hash:
        return _bot_for(session, credential)
    visitor = Actor(address=credential.address, hides_bots=credential.hides_bots)
    if not credential.session_hash:
        return visitor
    rows = _ACTOR.rows(session, token=credential.session_hash, moment=clock.now())
    if not rows:
        return visitor
    return member(rows, credential.address)


def member(rows: Sequence[Any], address: str = "") -> Actor:
    """The actor whom one session's rows of `WHO` describe."""
    session_id, account_id, user_id, role, identity_id, _, hides_bots = rows[0]
    return Actor(
        account_id=account_id,
        user_id=user_id,
        identity_id=identity_id,
        role=role,
        session_id=session_id,
        tier_ids=frozenset(row[5] for row in rows if row[5] is not None),
        address=address,
        hides_bots=hides_bots,
    )


def _bot_for(session: Session, credential: Credential) -> Actor:
    rows = _BOT.rows(session, token=credential.key_hash)
    if not rows:
        known = select(col(ApiToken.id)).where(ApiToken.token_hash == credential.key_hash)
        raise Forbidden(WORKSPACE_KEY) if session.exec(known).first() else KeyRefused(NO_SUCH_KEY)
    key_id, identity_id, owner_id, _, revoked_at, expires_at, deleted_at, banned_at, left_at = rows[0]
    if banned_at is not None:
        raise Forbidden("The member who answers for this bot is banned, so its keys open nothing.")
    if deleted_at is not None or left_at is not None:
        raise KeyRefused("The identity that this API key spoke for was deleted.")
    if revoked_at is not None:
        raise KeyRefused("This API key was revoked.")
    if expires_at is not None and expires_at <= clock.now():
        raise KeyRefused("This API key has expired.")
    return Actor(
        identity_id=identity_id,
        tier_ids=frozenset(row[3] for row in rows if row[3] is not None),
        address=credential.address,
        key_id=key_id,
        owner_id=owner_id,
    )
