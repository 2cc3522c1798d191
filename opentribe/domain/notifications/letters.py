"""Letters about notifications: one at a time, or a digest of what was not read."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.auth.models import Account
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.mail.letters import community
from opentribe.domain.mail.letters.known import letter_named
from opentribe.domain.mail.letters.parts import Given, Letter, Row, Rows, Write, Written
from opentribe.domain.members.models import User
from opentribe.domain.members.policy import present
from opentribe.domain.notifications.digests import DIGEST
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.queries import lines_about
from opentribe.domain.notifications.schemas import TOPIC, Digest, NotificationCard, Preferences, preferences_of
from opentribe.domain.notifications.telling import NO_GROUP, SINGLE
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership

MOST_ROWS = 20
EVERYTHING = "/notifications"
PERIOD_WORDS = {Digest.weekly: "this week"}


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """A member who is written to, as they would be when they sign in."""

    actor: Actor
    email: str
    chosen: Preferences


def write_single(session: Session, community_name: str, given: Given) -> Written | None:
    """One notification, unless it was read or undone meanwhile."""
    reader = _reader(session, given.id("user_id"))
    if reader is None:
        return None
    which = (col(Notification.id) == given.id("notification_id"), *_unread())
    for card in lines_about(session, reader.actor, which, 1):
        row = Row(card.sentence, card.path or EVERYTHING, card.quote)
        return community.notification(reader.email, community_name, reader.actor.user_id, TOPIC, row)
    return None


def write_digest(session: Session, community_name: str, given: Given) -> Written | None:
    """What was not read between two digests, the newest first; None when that is nothing."""
    reader = _reader(session, given.id("user_id"))
    if reader is None:
        return None
    since, until = (datetime.fromisoformat(given.text(name)) for name in ("since", "until"))
    wanted = [kind for kind in NotificationType if reader.chosen.by_mail(kind)]
    which = (
        *_unread(),
        col(Notification.created_at) > since,
        col(Notification.created_at) <= until,
        col(Notification.type).in_(wanted),
        or_(col(Notification.listed_at).is_not(None), col(Notification.group_key) == NO_GROUP),
    )
    rows = tuple(_row(card) for card in lines_about(session, reader.actor, which, MOST_ROWS))
    period = PERIOD_WORDS.get(reader.chosen.digest, "today")
    return community.digest(reader.email, community_name, reader.actor.user_id, TOPIC, period, (Rows(rows),))


def _row(card: NotificationCard) -> Row:
    return Row(card.sentence, card.path or EVERYTHING, card.quote)


def _unread() -> tuple[ColumnElement[bool], ...]:
    return (col(Notification.read_at).is_(None), col(Notification.deleted_at).is_(None))


def _reader(session: Session, user_id: UUID) -> Reader | None:
    """None for who has left, is banned, or wants no such mail by now."""
    row = session.execute(
        select(User, PostingIdentity.id, Account.email)  # type: ignore[call-overload]
        .join(PostingIdentity, (col(PostingIdentity.user_id) == User.id) & col(PostingIdentity.is_default))
        .join(Account, col(Account.id) == User.auth_id)
        .where(User.id == user_id, present())
    ).first()
    if row is None:
        return None
    user, identity_id, email = row
    chosen = preferences_of(user.notification_prefs)
    if chosen.digest == Digest.off:
        return None
    held = select(col(Membership.tier_id)).where(
        col(Membership.user_id) == user_id, col(Membership.status).in_(ACTIVE_STATUSES)
    )
    actor = Actor(
        user_id=user.id,
        identity_id=identity_id,
        role=user.role,
        tier_ids=frozenset(session.execute(held).scalars()),
        hides_bots=user.hides_bots,
    )
    return Reader(actor, email, chosen)


def _with(name: str, write: Write) -> Letter:
    """The letter as the owner looks at it, which can be written from now on."""
    letter = letter_named(name)
    assert letter is not None
    return dataclasses.replace(letter, write=write)


LETTERS = (_with(SINGLE, write_single), _with(DIGEST, write_digest))
