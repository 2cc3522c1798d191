"""A real mail server that is well, slow, gone, or says no: what each means for the mail."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import UTC, datetime

import pytest

from opentribe.kit.mail import smtp
from opentribe.kit.mail.messages import Mail, build
from opentribe.kit.mail.smtp import AddressRefused, MailRefused, NotSent, Server, deliver, greet
from tests.post_office import PostOffice, post_office
from tests.server import free_port

SENDER = "hello@tribe.example"


def hand_in(url: str, to: str = "ada@example.org") -> None:
    """Bring one mail."""
    mail = Mail(to, "Hello", "Words", "<p>Words</p>", "k1")
    deliver(Server.at(url), build(mail, SENDER, "Riverside", datetime(2026, 3, 2, tzinfo=UTC)), SENDER, to)


def test_a_mail_arrives() -> None:
    with post_office() as (office, url):
        hand_in(url)
    assert office.recipients == [["ada@example.org"]]
    assert office.letters[0]["Subject"] == "Hello"


def test_letters_beyond_ascii_arrive_where_the_server_can() -> None:
    with post_office() as (office, url):
        hand_in(url, "zoë@example.org")
    assert office.recipients == [["zoë@example.org"]]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550 5.1.1 No such user", AddressRefused),
        ("550 No such user here", AddressRefused),
        ("553 Mailbox name not allowed", AddressRefused),
        ("550 5.2.1 Mailbox disabled", AddressRefused),
        ("550 5.7.1 Relaying denied", MailRefused),
        ("550 relay not permitted", MailRefused),
        ("554 5.7.1 Blocked for its reputation", MailRefused),
        ("552 5.2.2 Mailbox full", MailRefused),
        ("451 4.7.1 Greylisted, come again", NotSent),
        ("450 Mailbox busy", NotSent),
    ],
)
def test_a_refusal_means_what_it_says(said: str, kind: type[Exception]) -> None:
    with post_office() as (office, url):
        office.to_recipient = lambda _address: said
        with pytest.raises(kind, match=said[:3]) as refused:
            hand_in(url)
    assert office.letters == []
    assert said.split(" ", 1)[1] in str(refused.value)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("554 Looks like spam", MailRefused),
        ("550 Message content rejected", MailRefused),
        ("550 5.1.1 User unknown", AddressRefused),
        ("452 4.3.1 Disk full", NotSent),
    ],
)
def test_a_refusal_of_the_whole_mail_spares_the_address(said: str, kind: type[Exception]) -> None:
    with post_office() as (office, url):
        office.to_letter = lambda _address: said
        with pytest.raises(kind):
            hand_in(url)


def test_a_server_that_is_gone_is_tried_later() -> None:
    with pytest.raises(NotSent, match="cannot be reached"):
        hand_in(f"smtp://127.0.0.1:{free_port()}")


def test_a_slow_server_is_given_up_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 0.3)
    with post_office() as (office, url):
        office.delay = 5
        with pytest.raises(NotSent):
            hand_in(url)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, pytest.raises(NotSent):
        hand_in(f"smtp://127.0.0.1:{silent.getsockname()[1]}")


def test_a_server_that_takes_for_ever_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 0.3)
    with post_office() as (office, url):
        office.delay = 5
        with pytest.raises(NotSent):
            hand_in(url)


def test_a_server_without_encryption_gets_nothing_unless_that_was_asked_for() -> None:
    with post_office() as (office, url):
        with pytest.raises(NotSent, match="starttls"):
            hand_in(f"{url}?starttls=always")
        with pytest.raises(NotSent):
            greet(Server.at(url.replace("smtp:", "smtps:")))
        assert office.asked == 0
        greet(Server.at(f"{url}?starttls=never"))


def test_a_wrong_password_is_named_by_its_variable() -> None:
    with post_office(auth_required=False, auth_require_tls=False, authenticator=_nobody) as (_office, url):
        server = Server.at(url.replace("://", "://ada:not%20this@"))
        assert (server.user, server.password) == ("ada", "not this")
        with pytest.raises(NotSent, match="OPENTRIBE_SMTP_URL") as refused:
            greet(server)
    assert "not this" not in str(refused.value) + repr(server)


def _nobody(*_given: object):  # type: ignore[no-untyped-def]
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=False, handled=False)


def test_elsewhere_encryption_is_a_must() -> None:
    assert Server.at("smtp://mail.example").security == "always"
    assert Server.at("smtp://localhost").security == "if-offered"
    assert Server.at("smtps://mail.example").port == 465
    assert Server.at("smtp://mail.example").port == 587


def test_what_a_server_says_stays_on_one_line() -> None:
    office = PostOffice()
    refused = smtp.refusal(Server("h", 25), 451, smtp._text(b"a\r\nb\x00c\xff"))
    assert "\n" not in str(refused)
    assert office.letters == []
