"""Keeping members out, and letting them back in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.auth.commands import end_sessions
from opentribe.domain.auth.models import Account
from opentribe.domain.identities.commands import end_keys
from opentribe.domain.members.models import User
from opentribe.domain.moderation import policy
from opentribe.domain.moderation.facts import MemberBanned, MemberUnbanned
from opentribe.kit import clock
from opentribe.kit.facts import tell


@command
def ban_member(session: Session, actor: Actor, user_id: UUID) -> None:
    """Keep a member out: sessions, sign-in and the keys of all their identities end together. What they wrote stays.

    A second time changes nothing. Raises SignInNeeded, Forbidden, NotFound.
    """
    user = session.get(User, user_id, with_for_update=True)
    require(policy.can_ban(actor, user))
    assert user is not None
    assert actor.user_id is not None
    if user.banned_at is not None:
        return
    moment = clock.now()
    _let_in(session, user, moment)
    if user.auth_id is not None:
        end_sessions(session, user.auth_id, user.id)
    end_keys(session, user.id)
    tell(session, MemberBanned(user_id=user.id, by_user_id=actor.user_id))


@command
def unban_member(session: Session, actor: Actor, user_id: UUID) -> None:
    """Let a member in again. Keys that ended stay ended: they make new ones. Raises as `ban_member` does."""
    user = session.get(User, user_id, with_for_update=True)
    require(policy.can_ban(actor, user))
    assert user is not None
    assert actor.user_id is not None
    if user.banned_at is None:
        return
    _let_in(session, user, None)
    tell(session, MemberUnbanned(user_id=user.id, by_user_id=actor.user_id))


def _let_in(session: Session, user: User, banned_at: datetime | None) -> None:
    user.banned_at = banned_at
    session.add(user)
    session.connection().execute(update(Account).where(col(Account.id) == user.auth_id).values(disabled_at=banned_at))
