"""Reading how mail stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, tuple_
from sqlmodel import Session, col, exists, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.auth.models import Account
from opentribe.domain.mail import policy, unsubscribing
from opentribe.domain.mail.letters.known import letter_named, letters
from opentribe.domain.mail.letters.layout import as_html, as_text
from opentribe.domain.mail.models import MailStop
from opentribe.domain.mail.schemas import (
    FailedMail,
    LetterCard,
    LetterPreview,
    MailHealth,
    MailStanding,
    OptOutCard,
    StoppedAddress,
)
from opentribe.domain.mail.sending import brand_of
from opentribe.kit.errors import NotFound
from opentribe.kit.ids import parse_id
from opentribe.kit.jobs.models import Job
from opentribe.kit.mail.outbox import LETTER, MAIL
from opentribe.kit.mail.smtp import Server
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor
from opentribe.settings import get_settings

SAMPLE_END = "/unsubscribe/sample"


@query
def get_standing(session: Session, actor: Actor) -> MailStanding:
    """How the actor's own address stands, in one statement."""
    settings = get_settings()
    if not actor.account_id:
        return MailStanding()
    row = session.exec(
        select(Account.email, Account.email_verified_at, exists().where(col(MailStop.address) == Account.email)).where(
            Account.id == actor.account_id
        )
    ).first()
    if row is None:
        return MailStanding()
    return MailStanding(
        address=row[0],
        is_confirmed=row[1] is not None,
        is_stopped=row[2],
        can_send=bool(settings.smtp_url),
        is_missing=not settings.smtp_url and actor.role == Role.owner,
    )


@query
def get_health(session: Session, actor: Actor) -> MailHealth:
    """How sending goes."""
    require(policy.can_look_after(actor))
    settings = get_settings()
    is_waiting = col(Job.done_at).is_(None) & col(Job.failed_at).is_(None)
    waiting, failed, last = session.exec(
        select(
            func.count(case((is_waiting, 1))),
            func.count(case((col(Job.failed_at).is_not(None), 1))),
            func.max(col(Job.done_at)),
        ).where(Job.kind == MAIL)
    ).one()
    trouble = select(Job.last_error).where(Job.kind == MAIL, is_waiting, col(Job.last_error).is_not(None))
    stopped = session.exec(select(func.count()).select_from(MailStop)).one()
    state = MailHealth(
        is_set_up=bool(settings.smtp_url),
        sender=settings.mail_from,
        waiting=waiting,
        failed=failed,
        stopped=stopped,
        last_done_at=last,
        trouble=in_words(session.exec(trouble.order_by(col(Job.run_at).desc()).limit(1)).first() or ""),
    )
    if settings.smtp_url:
        server = Server.at(settings.smtp_url)
        state.server, state.is_encrypted = server.name, server.security in {"tls", "always"}
    return state


@query
def list_letters(session: Session, actor: Actor) -> list[LetterCard]:
    """Every kind of letter."""
    require(policy.can_look_after(actor))
    return [LetterCard(name=each.name, title=each.title, when=each.when) for each in letters()]


@query
def get_preview(session: Session, actor: Actor, name: str, look: str = "light") -> LetterPreview:
    """A letter with made-up content, in `light` or `dark`. Raises NotFound for one that there is not."""
    require(policy.can_look_after(actor))
    letter, brand = letter_named(name), brand_of(session)
    if letter is None:
        raise NotFound("There is no such letter.")
    written = letter.sample(brand.name)
    end = brand.link(SAMPLE_END) if written.topic else ""
    return LetterPreview(
        name=name,
        title=letter.title,
        subject=written.subject,
        html=as_html(written, brand, end, "dark" if look == "dark" else "light"),
        text=as_text(written, brand, end),
    )


@query
def list_failed(session: Session, actor: Actor, cursor: str = "") -> Page[FailedMail]:
    """Mail that was given up, the latest first."""
    require(policy.can_look_after(actor))
    found = select(Job).where(col(Job.failed_at).is_not(None), Job.kind == MAIL)
    if (after := decode_cursor(cursor)) is not None:
        found = found.where(tuple_(col(Job.failed_at), col(Job.id)) < after)
    rows = session.exec(found.order_by(col(Job.failed_at).desc(), col(Job.id).desc()).limit(PAGE_SIZE + 1)).all()
    addresses = _addresses(session, rows)
    items = [_failed(row, addresses) for row in rows[:PAGE_SIZE]]
    more = len(rows) > PAGE_SIZE
    return Page(items=items, next_cursor=encode_cursor(items[-1].failed_at, items[-1].id) if more else "")


def _addresses(session: Session, rows: Sequence[Job]) -> dict[UUID | None, str]:
    """The addresses of the accounts that these letters were for."""
    ids = {parse_id(row.payload.get("account_id")) for row in rows} - {None}
    found: Any = select(Account.id, Account.email).where(col(Account.id).in_(ids))
    return dict(session.exec(found).all()) if ids else {}


def _failed(row: Job, addresses: dict[UUID | None, str]) -> FailedMail:
    name = str(row.payload.get(LETTER, ""))
    letter = letter_named(name)
    to = row.payload.get("email") or addresses.get(parse_id(row.payload.get("account_id")), "")
    assert row.failed_at is not None
    return FailedMail(
        id=row.id,
        title=letter.title if letter else name,
        address=str(to),
        error=in_words(row.last_error or ""),
        attempts=row.attempts,
        failed_at=row.failed_at,
    )


def in_words(error: str) -> str:
    """What went wrong without the name that it has in the code, if it was raised with words for people."""
    kind, _, words = error.partition(": ")
    return words if kind in {"NotSent", "MailRefused", "AddressRefused", "GiveUp"} else error


@query
def list_stopped(session: Session, actor: Actor, cursor: str = "") -> Page[StoppedAddress]:
    """Addresses that take no mail, the latest first."""
    require(policy.can_look_after(actor))
    found = select(MailStop)
    if (after := decode_cursor(cursor)) is not None:
        found = found.where(tuple_(col(MailStop.created_at), col(MailStop.id)) < after)
    rows = session.exec(
        found.order_by(col(MailStop.created_at).desc(), col(MailStop.id).desc()).limit(PAGE_SIZE + 1)
    ).all()
    items = [StoppedAddress(**row.model_dump()) for row in rows[:PAGE_SIZE]]
    more = len(rows) > PAGE_SIZE
    return Page(items=items, next_cursor=encode_cursor(items[-1].created_at, items[-1].id) if more else "")


@query
def look_at_opt_out(session: Session, actor: Actor, token: str) -> OptOutCard:
    """What a link to unsubscribe is about; looking changes nothing."""
    found = unsubscribing.read(token)
    if found is None:
        return OptOutCard()
    return OptOutCard(is_good=True, topic=found[1], is_off=unsubscribing.is_unwanted(session, *found))
