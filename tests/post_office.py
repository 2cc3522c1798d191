"""A real mail server in a thread of its own, which a test can make refuse, be slow, or break off."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str], str]


class PostOffice:
    """What arrived, in order, and what is said to those who bring mail."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.asked = 0
        self.to_recipient: Answer = lambda _address: "250 OK"
        self.to_letter: Answer = lambda _address: "250 OK"
        self.delay = 0.0
        self.arrived = threading.Condition()

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Somebody names a recipient."""
        self.asked += 1
        await asyncio.sleep(self.delay)
        said = self.to_recipient(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Somebody hands in a letter."""
        said = self.to_letter(envelope.rcpt_tos[0])
        if said.startswith("250"):
            content: Any = envelope.content
            with self.arrived:
                self.letters.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
                self.recipients.append(list(envelope.rcpt_tos))
                self.arrived.notify_all()
        return said

    def wait_for(self, count: int, seconds: float = 30) -> list[EmailMessage]:
        """All letters, once there are so many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.letters) >= count, seconds), f"only {len(self.letters)} came"
            return list(self.letters)

    def letter_to(self, address: str, words: str = "", seconds: float = 30) -> EmailMessage:
        """The latest letter to an address, with these words in its subject."""

        def found() -> EmailMessage | None:
            mine = [each for each in self.letters if each["To"] == address and words in each["Subject"]]
            return mine[-1] if mine else None

        with self.arrived:
            assert self.arrived.wait_for(found, seconds), f"nothing came for {address}"
            letter = found()
        assert letter is not None
        return letter


def words_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The plain text of a letter, or its HTML."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def link_in(letter: EmailMessage, path: str) -> str:
    """The secret at the end of the address in a letter that begins with a path of the site, such as `/verify/`."""
    found = re.search(rf"https?://\S+?{path}(\S+)", words_of(letter))
    assert found is not None, words_of(letter)
    return found[1]


@contextmanager
def post_office(port: int = 0, **options: Any) -> Iterator[tuple[PostOffice, str]]:
    """A mail server that listens, and its address as a setting; it is gone after the block."""
    from tests.server import free_port

    office = PostOffice()
    port = port or free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, **options)
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
