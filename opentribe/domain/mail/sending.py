"""How a letter leaves: written when its turn comes, handed to the server, and what the server said kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from opentribe.domain.auth.models import Account
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.mail.letters.known import letter_named
from opentribe.domain.mail.letters.layout import Brand, as_html, as_text
from opentribe.domain.mail.letters.parts import Given, Written
from opentribe.domain.mail.models import MailStop
from opentribe.domain.mail.unsubscribing import address_for, is_unwanted
from opentribe.kit import clock
from opentribe.kit.db import Database, insert_if_absent
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.kinds import GiveUp, Kind, Priority, Task
from opentribe.kit.mail.messages import BadAddress, Mail, build, deliverable
from opentribe.kit.mail.outbox import LETTER, MAIL
from opentribe.kit.mail.smtp import AddressRefused, Server, deliver
from opentribe.settings import get_settings

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # three times what the server is given for one mail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail that is done with: the address that will take none, and why."""

    refused: str = ""
    reason: str = ""


def prepare(database: Database, task: Task) -> Outcome:
    """Write the letter and send it. At least once: whoever dies between the server's yes and the mark sends it again,
    with the same Message-ID and the same link."""
    given = Given(task.id.hex, {name: value for name, value in task.payload.items() if name != LETTER})
    with database.write() as session:
        brand = brand_of(session)
        written = _write(session, task, given, brand.name)
        if written is None or not _is_welcome(session, written):
            return Outcome()
    try:
        send(written, brand, task.id.hex)
    except AddressRefused as refusal:
        return Outcome(written.to.lower(), str(refusal))
    except BadAddress as refusal:
        raise GiveUp(str(refusal)) from None
    return Outcome()


def effect(session: Session, task: Task) -> None:
    """Remember an address that takes no mail; committed with the mark that the job is done."""
    outcome = task.prepared
    if isinstance(outcome, Outcome) and outcome.refused:
        values = {"address": outcome.refused, "reason": outcome.reason, "created_at": clock.now()}
        insert_if_absent(session, MailStop, id=new_id(), **values)


SEND_MAIL = Kind(MAIL, effect, prepare=prepare, priority=Priority.low, lease=LEASE)


def brand_of(session: Session) -> Brand:
    """The community's name and looks, and the address that people type: never one that a request named."""
    row = session.exec(select(CommunitySettings)).first() or CommunitySettings()
    return Brand(row.name, get_settings().address, row.primary_color, row.logo_file or "")


def send(written: Written, brand: Brand, key: str) -> None:
    """Hand a letter to the mail server. Without one it stands in the log, unless this is a production."""
    settings = get_settings()
    path = address_for(written.user_id, written.topic) if written.topic and written.user_id else ""
    unsubscribe = brand.link(path) if path else ""
    text = as_text(written, brand, unsubscribe)
    mail = Mail(written.to, written.subject, text, as_html(written, brand, unsubscribe), key, unsubscribe)
    message = build(mail, settings.mail_from or "nobody@localhost", brand.name, clock.now())
    if settings.smtp_url:
        deliver(Server.at(settings.smtp_url), message, settings.mail_from, deliverable(mail.to))
    elif not settings.is_production:
        log.warning("Mail is not set up (OPENTRIBE_SMTP_URL). To %s: %s\n%s", mail.to, message["Subject"], text)


def _write(session: Session, task: Task, given: Given, community: str) -> Written | None:
    letter = letter_named(str(task.payload.get(LETTER)))
    if letter is None or letter.write is None:
        raise GiveUp(f"This version knows no letter called {task.payload.get(LETTER)}.")
    if letter.useful_for is not None and task.created_at + letter.useful_for < clock.now():
        raise GiveUp("It was asked for too long ago to be of use now.")
    return letter.write(session, community, given)


def _is_welcome(session: Session, written: Written) -> bool:
    """Whether the address takes mail, and the member wants this one; what can be ended needs a confirmed address."""
    address = written.to.lower()
    if session.exec(select(MailStop.id).where(MailStop.address == address)).first() is not None:
        return False
    if not written.topic:
        return True
    confirmed = select(Account.id).where(Account.email == address, col(Account.email_verified_at).is_not(None))
    if session.exec(confirmed).first() is None:
        return False
    return written.user_id is None or not is_unwanted(session, written.user_id, written.topic)
