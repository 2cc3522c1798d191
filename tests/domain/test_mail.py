"""Letters leave at least once, stop where they are not wanted or cannot arrive, and the owner sees what failed."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import pytest

from opentribe.domain.background.commands import retry
from opentribe.domain.branding.commands import name_community
from opentribe.domain.branding.schemas import CommunityDraft
from opentribe.domain.links.commands import ask_for_link, send_again
from opentribe.domain.links.schemas import AskDraft
from opentribe.domain.mail import commands, queries
from opentribe.domain.mail.letters import known
from opentribe.domain.mail.letters.parts import Letter
from opentribe.domain.mail.models import MailStop
from opentribe.domain.mail.sending import SEND_MAIL
from opentribe.kit import clock
from opentribe.kit.errors import NotFound, SignInNeeded, TooMany
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.settings import get_settings
from tests.crowd import at_once
from tests.domain.mailing import bring, confirm, tell
from tests.post_office import words_of
from tests.server import free_port

ADA = AskDraft(email="ada@example.org")
GONE = "550 5.1.1 No such user"


def test_an_address_where_nobody_is_gets_no_more_mail_and_its_owner_is_told(cast, office) -> None:
    office.to_recipient = lambda _address: GONE
    cast.do(cast.cleo, ask_for_link, ADA)
    bring(cast.database, office)
    assert office.asked == 1
    standing = cast.do(cast.ada, queries.get_standing)
    assert (standing.is_stopped, standing.address) == (True, "ada@example.org")
    assert not cast.do(cast.ben, queries.get_standing).is_stopped
    cast.do(cast.cleo, ask_for_link, ADA)
    bring(cast.database, office)
    assert office.asked == 1  # nobody even tried
    (stopped,) = cast.do(cast.olu, queries.list_stopped).items
    assert (stopped.address, "No such user" in stopped.reason) == ("ada@example.org", True)
    assert cast.do(cast.olu, queries.list_failed).items == []


def test_a_stopped_address_is_tried_again_when_its_owner_or_an_admin_says_so(cast, office) -> None:
    office.to_recipient = lambda address: GONE if not address.startswith("mo") else "250 OK"
    for who in (cast.ada, cast.ben):
        cast.do(who, send_again)
    bring(cast.database, office)
    first, second = cast.do(cast.olu, queries.list_stopped).items
    for who in (cast.ada, cast.mo):
        with pytest.raises(NotFound):
            cast.do(who, commands.lift_stop, first.id if first.address.startswith("ben") else second.id)
    with pytest.raises(NotFound):
        cast.do(cast.mo, commands.try_own_address)
    cast.do(cast.ada, commands.try_own_address)
    (left,) = cast.do(cast.olu, queries.list_stopped).items
    cast.do(cast.olu, commands.lift_stop, left.id)
    office.to_recipient = lambda _address: "250 OK"
    cast.do(cast.ada, send_again)
    assert len(bring(cast.database, office)) == 1


def test_a_relay_that_does_not_know_us_shuts_out_nobody(cast, office) -> None:
    office.to_recipient = lambda _address: "550 5.7.1 Relaying denied"
    cast.do(cast.ada, send_again)
    bring(cast.database, office)
    assert not cast.do(cast.ada, queries.get_standing).is_stopped
    (failed,) = cast.do(cast.olu, queries.list_failed).items
    assert (failed.title, failed.address) == ("Confirm an address", "ada@example.org")
    assert "Relaying denied" in failed.error
    assert not failed.error.startswith("MailRefused")
    office.to_recipient = lambda _address: "250 OK"
    cast.do(cast.olu, retry, failed.id)
    assert len(bring(cast.database, office)) == 1
    assert cast.do(cast.olu, queries.list_failed).items == []


def test_a_server_that_is_gone_is_tried_for_hours_then_shown(cast, monkeypatch) -> None:
    monkeypatch.setattr(get_settings(), "smtp_url", f"smtp://127.0.0.1:{free_port()}")
    monkeypatch.setattr(get_settings(), "mail_from", "hello@tribe.example")
    cast.do(cast.ada, send_again)
    moment = clock.now()
    for attempt in range(8):
        with clock.at(moment + timedelta(hours=2 * attempt)):
            work_off(cast.database, [SEND_MAIL])
        state = cast.do(cast.olu, queries.get_health)
        if attempt < 7:
            assert (state.waiting, state.failed) == (1, 0)
            assert "cannot be reached" in state.trouble
    assert (state.waiting, state.failed) == (0, 1)
    (failed,) = cast.do(cast.olu, queries.list_failed).items
    assert failed.attempts == 8


def test_a_letter_that_cannot_be_written_fails_where_it_is_seen_and_others_leave(cast, office, news) -> None:
    def broken(_session, _name, _given):  # type: ignore[no-untyped-def]
        raise KeyError("no such field")

    known.know(Letter("broken", "Broken", "Never", lambda name: broken(None, name, None), broken))
    tell(cast, "broken")
    tell(cast, "unheard-of")
    cast.do(cast.ada, send_again)
    moment = clock.now()
    assert len(bring(cast.database, office)) == 1
    for attempt in range(1, 9):
        with clock.at(moment + timedelta(hours=2 * attempt)):
            bring(cast.database, office)
    failed = {each.title: each.error for each in cast.do(cast.olu, queries.list_failed).items}
    assert "no such field" in failed["Broken"]
    assert "no letter called unheard-of" in failed["unheard-of"]


def test_two_workers_send_one_mail(cast, office) -> None:
    office.delay = 0.2
    cast.do(cast.ada, send_again)
    at_once(4, lambda _number: work_off(cast.database, [SEND_MAIL]))
    assert len(office.letters) == 1


def test_without_a_mail_server_links_stand_in_the_log_except_in_production(cast, monkeypatch, caplog) -> None:
    caplog.set_level(logging.WARNING)
    cast.do(cast.ada, send_again)
    work_off(cast.database, [SEND_MAIL])
    assert "http://localhost:3000/verify/" in caplog.text
    caplog.clear()
    monkeypatch.setattr(get_settings(), "mode", "production")
    cast.do(cast.ada, send_again)
    work_off(cast.database, [SEND_MAIL])
    assert "/verify/" not in caplog.text
    assert cast.do(cast.olu, queries.get_standing).is_missing
    assert not cast.do(cast.ada, queries.get_standing).is_missing


def test_links_begin_with_the_address_in_the_settings(cast, office, monkeypatch) -> None:
    monkeypatch.setattr(get_settings(), "public_url", "https://tribe.example")
    cast.do(cast.ada, send_again)
    (letter,) = bring(cast.database, office)
    assert "https://tribe.example/verify/" in words_of(letter)
    assert "localhost" not in letter.as_string()


def test_what_people_wrote_stays_words(cast, office, news) -> None:
    confirm(cast, office, cast.ada)
    cast.do(cast.olu, name_community, CommunityDraft(name="A & <script>alert(1)</script>"))
    tell(cast, news)
    (letter,) = bring(cast.database, office)
    assert "\n" not in letter["Subject"]
    html = words_of(letter, "html")
    assert "<script" not in html
    assert "<b>" not in html
    assert "Ben &lt;b&gt;answered&lt;/b&gt;" in html
    assert "Ben <b>answered</b>" in words_of(letter)


def test_every_letter_can_be_looked_at(cast) -> None:
    cards = cast.do(cast.olu, queries.list_letters)
    assert {"welcome", "verify", "magic_link", "reset", "notification", "digest"} <= {card.name for card in cards}
    for card in cards:
        preview = cast.do(cast.olu, queries.get_preview, card.name)
        assert preview.subject
        assert "OpenTribe" in preview.html
        assert "http://localhost:3000" in preview.text
        assert "@media not all" in preview.html
        assert "<script" not in preview.html
        assert "@media all" in cast.do(cast.olu, queries.get_preview, card.name, "dark").html
    with pytest.raises(NotFound):
        cast.do(cast.olu, queries.get_preview, "nothing")


def test_a_test_says_what_the_server_said(cast, office, monkeypatch, rate_limits) -> None:
    answer = cast.do(cast.olu, commands.send_test, "digest")
    assert answer.is_sent
    assert office.letters[0]["To"] == "olu@example.org"
    office.to_recipient = lambda _address: "550 5.7.1 Relaying denied"
    assert "Relaying denied" in cast.do(cast.olu, commands.send_test, "digest").words
    monkeypatch.setattr(get_settings(), "smtp_url", "")
    assert "OPENTRIBE_SMTP_URL" in cast.do(cast.olu, commands.send_test, "digest").words
    for _ in range(7):
        cast.do(cast.olu, commands.send_test, "digest")
    with pytest.raises(TooMany):
        cast.do(cast.olu, commands.send_test, "digest")


@pytest.mark.parametrize(
    ("use_case", "given"),
    [(queries.get_health, ()), (queries.list_letters, ()), (queries.get_preview, ("welcome",)),
     (queries.list_failed, ()), (queries.list_stopped, ()), (commands.send_test, ("welcome",)),
     (commands.lift_stop, (UUID(int=1),))],
)  # fmt: skip
def test_only_admins_look_after_mail(cast, use_case, given) -> None:
    for who in (cast.mo, cast.ada):
        with pytest.raises(NotFound):
            cast.do(who, use_case, *given)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, use_case, *given)


def test_lists_are_read_page_by_page_in_a_few_statements(cast, statements) -> None:
    moment = clock.now()
    with cast.database.write() as session:
        for number in range(45):
            at = moment - timedelta(minutes=number)
            session.add(MailStop(address=f"n{number}@example.org", reason="550", created_at=at))
            session.add(Job(kind="mail", payload={"letter": "verify", "email": f"n{number}@x.org"}, failed_at=at))
        session.add(Job(kind="points", payload={}, failed_at=moment))
    for use_case in (queries.list_stopped, queries.list_failed):
        seen, cursor = [], ""
        for _ in range(3):
            with statements(cast.database) as counted:
                page = cast.do(cast.olu, use_case, cursor)
            assert len(counted) <= 3  # who asks, the rows, and the addresses of accounts
            seen += page.items
            cursor = page.next_cursor
        assert (len(seen), len({each.id for each in seen}), cursor) == (45, 45, "")
