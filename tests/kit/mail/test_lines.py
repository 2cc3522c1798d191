"""A line to the mail server carries letter after letter, and none is lost when the server hangs up between."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from opentribe.kit.mail import lines, smtp
from opentribe.kit.mail.messages import Mail, build
from opentribe.kit.mail.smtp import AddressRefused, NotSent, Server, deliver
from tests.crowd import at_once
from tests.post_office import post_office
from tests.server import free_port

SENDER = "hello@tribe.example"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[smtplib.SMTP]]:
    """The connections that were made."""
    made: list[smtplib.SMTP] = []
    connect = smtp._connect

    def noted(server: Server) -> smtplib.SMTP:
        made.append(connect(server))
        return made[-1]

    monkeypatch.setattr(smtp, "_connect", noted)
    monkeypatch.setattr(smtp, "_lines", lines.Lines())
    yield made
    for client in made:
        client.close()


def hand_in(url: str, number: int) -> None:
    to = f"ada{number}@example.org"
    mail = Mail(to, "Hello", "Words", "<p>Words</p>", f"k{number}")
    deliver(Server.at(url), build(mail, SENDER, "Riverside", datetime(2026, 3, 2, tzinfo=UTC)), SENDER, to)


def test_one_line_carries_many_letters(opened) -> None:
    with post_office() as (office, url):
        for number in range(5):
            hand_in(url, number)
        assert len(office.letters) == 5
    assert len(opened) == 1


def test_after_so_many_letters_a_new_line_is_opened(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LETTERS_A_LINE", 2)
    with post_office() as (office, url):
        for number in range(5):
            hand_in(url, number)
        assert len(office.letters) == 5
    assert len(opened) == 3


def test_a_server_that_hung_up_between_two_letters_gets_the_second(opened) -> None:
    port = free_port()
    for number in range(2):
        with post_office(port) as (office, url):
            hand_in(url, number)
            assert len(office.letters) == 1
    assert len(opened) == 2
    with pytest.raises(NotSent):
        hand_in(url, 3)


def test_a_refused_letter_does_not_trouble_the_next(opened) -> None:
    with post_office() as (office, url):
        office.to_recipient = lambda address: "250 OK" if "ada1@" not in address else "550 5.1.1 Nobody"
        hand_in(url, 0)
        with pytest.raises(AddressRefused):
            hand_in(url, 1)
        hand_in(url, 2)
        assert len(office.letters) == 2


def test_a_line_that_waits_in_vain_is_ended(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "IDLE_SECONDS", 0.05)
    with post_office() as (_office, url):
        hand_in(url, 0)
        deadline = time.monotonic() + 10
        while opened[0].sock is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert opened[0].sock is None
        hand_in(url, 1)
    assert len(opened) == 2


def test_a_line_is_in_one_pair_of_hands(opened) -> None:
    with post_office() as (office, url):
        assert not [each for each in at_once(40, lambda number: hand_in(url, number)) if isinstance(each, Exception)]
        assert sorted(to[0] for to in office.recipients) == sorted(f"ada{number}@example.org" for number in range(40))
