"""What one can do about mail: end it, allow it again, test it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, delete, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.auth.models import Account
from opentribe.domain.mail import policy, unsubscribing
from opentribe.domain.mail.letters.known import letter_named
from opentribe.domain.mail.models import MailOptOut, MailStop
from opentribe.domain.mail.schemas import TrialAnswer
from opentribe.domain.mail.sending import brand_of, send
from opentribe.domain.members.models import User
from opentribe.kit import clock, limits
from opentribe.kit.db import Database, insert_if_absent
from opentribe.kit.errors import NotFound, Refusal
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.kinds import GiveUp
from opentribe.kit.mail.smtp import AddressRefused, NotSent
from opentribe.settings import get_settings

TESTS = "10/10 minutes"
TRIES = "3/hour"
NOT_SET_UP = "Mail is not set up yet: name your mail server in OPENTRIBE_SMTP_URL and start again."


@command
def unsubscribe(session: Session, actor: Actor, token: str) -> str:
    """End mail on the topic that a signed link is about, for the member it was sent to; gives the topic.

    Once more changes nothing. Raises Forbidden for a link that was not signed here.
    """
    found = unsubscribing.read(token)
    require(policy.can_choose(actor, found is not None))
    assert found is not None
    user_id, topic = found
    if session.get(User, user_id) is not None:
        values = {"user_id": user_id, "topic": topic, "created_at": clock.now()}
        insert_if_absent(session, MailOptOut, id=new_id(), **values)
    return topic


@command
def subscribe_again(session: Session, actor: Actor, token: str) -> str:
    """Take an end back with the same link; gives the topic."""
    found = unsubscribing.read(token)
    require(policy.can_choose(actor, found is not None))
    assert found is not None
    session.exec(delete(MailOptOut).where(col(MailOptOut.user_id) == found[0], col(MailOptOut.topic) == found[1]))
    return found[1]


@command
def lift_stop(session: Session, actor: Actor, stop_id: UUID) -> None:
    """Write to an address again that took no mail, as after its owner has mended it."""
    stop = session.get(MailStop, stop_id)
    require(policy.can_lift(actor, stop))
    session.delete(stop)


@command
def try_own_address(session: Session, actor: Actor) -> None:
    """Write to one's own address again although mail came back. Raises NotFound when none did."""
    email = session.exec(select(Account.email).where(Account.id == actor.account_id)).first() or ""
    stop = session.exec(select(MailStop).where(MailStop.address == email)).first()
    require(policy.can_lift(actor, stop, email))
    limits.spend(TRIES, "own-address", str(actor.account_id))
    session.delete(stop)


@staged
def send_test(database: Database, actor: Actor, name: str) -> TrialAnswer:
    """Send a letter with made-up content to one's own address, here and now; gives what the server said."""
    require(policy.can_look_after(actor))
    limits.spend(TESTS, "mail-test", str(actor.account_id), what="tests")
    with database.read() as session:
        brand = brand_of(session)
        email = session.exec(select(Account.email).where(Account.id == actor.account_id)).one()
    letter = letter_named(name)
    if letter is None:
        raise NotFound("There is no such letter.")
    if not get_settings().smtp_url:
        return TrialAnswer(is_sent=False, words=NOT_SET_UP)
    try:
        send(replace(letter.sample(brand.name), to=email), brand, f"test-{new_id().hex}")
    except (NotSent, AddressRefused, GiveUp, Refusal) as error:
        return TrialAnswer(is_sent=False, words=str(error))
    return TrialAnswer(is_sent=True, words=f"Sent to {email}. Look into your mailbox.")
