"""Mail in tests of the domain: a post office that the settings name, and workers that bring it what waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from opentribe.domain.links.commands import confirm_address, send_again
from opentribe.domain.mail.letters import community, known
from opentribe.domain.mail.letters.parts import Letter, Row
from opentribe.domain.mail.sending import SEND_MAIL
from opentribe.kit.db import Database
from opentribe.kit.jobs.worker import work_off
from opentribe.kit.mail.outbox import send_later
from opentribe.settings import get_settings
from tests.cast import Cast
from tests.post_office import PostOffice, link_in, post_office

SENDER = "hello@tribe.example"


def set_up(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Name a mail server, as the environment would."""
    monkeypatch.setattr(get_settings(), "smtp_url", url)
    monkeypatch.setattr(get_settings(), "mail_from", SENDER)


@contextmanager
def an_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A post office that the settings name."""
    with post_office() as (office, url):
        set_up(monkeypatch, url)
        yield office


def bring(database: Database, office: PostOffice) -> list[EmailMessage]:
    """Send what waits; the letters that came of it."""
    before = len(office.letters)
    work_off(database, [SEND_MAIL])
    return office.letters[before:]


@contextmanager
def a_letter_to_end() -> Iterator[str]:
    """A letter that members can end, sent to whoever is named; gives its name."""

    def write(_session, name, given):  # type: ignore[no-untyped-def]
        row = Row("Ben <b>answered</b>", "/posts/1", "See http://x.example & more")
        return community.notification(given.text("email"), name, given.id("user_id"), "replies", row)

    before = dict(known._letters)
    known.know(Letter("news", "News", "In tests", lambda name: write(None, name, None), write))
    yield "news"
    known._letters.clear()
    known._letters.update(before)


def tell(cast: Cast, letter: str, name: str = "ada") -> None:
    """Ask for a letter to a member."""
    with cast.database.write() as session:
        send_later(session, letter, user_id=str(cast.user_id(name)), email=f"{name}@example.org")


def confirm(cast: Cast, office: PostOffice, who, name: str = "ada") -> None:  # type: ignore[no-untyped-def]
    """Let a member confirm the address."""
    cast.do(who, send_again)
    bring(cast.database, office)
    cast.do(who, confirm_address, link_in(office.letter_to(f"{name}@example.org", "Confirm"), "/verify/"))
