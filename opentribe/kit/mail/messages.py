"""From a mail to the message that travels: text and HTML side by side, headers that nobody can break out of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from opentribe.kit.errors import Refusal
from opentribe.kit.text import clean

SUBJECT_LIMIT = 150
NAME_LIMIT = 60
ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[^@\s<>\"(),:;\\\[\]]{1,253}")
KEY = re.compile(r"[A-Za-z0-9._-]+")


class _Whole(UnstructuredHeader):
    """A header whose value is an address in angle brackets: it may not be folded or encoded."""

    def fold(self, *, policy: EmailPolicy) -> str:
        """One line, up to the 998 characters that a line of mail may have (RFC 5322 §2.1.1)."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]
_headers.map_to_type("message-id", _Whole)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=_headers)


class BadAddress(Refusal):
    """Nothing can be sent to what stands here as an address."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said to one person. `key` names the deed, so that whoever gets it twice can tell.

    `unsubscribe` is the address that ends mail of this sort, for what can be ended (RFC 8058).
    """

    to: str
    subject: str
    text: str
    html: str
    key: str
    unsubscribe: str = ""


def build(mail: Mail, sender: str, sender_name: str, at: datetime) -> EmailMessage:
    """The message. Raises BadAddress when `to` cannot be an address."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(display_name=one_line(sender_name)[:NAME_LIMIT], addr_spec=sender)
    message["To"] = deliverable(mail.to)
    message["Subject"] = one_line(mail.subject)[:SUBJECT_LIMIT]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(mail.key, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: answering machines keep still
    if mail.unsubscribe:
        if not mail.unsubscribe.isascii() or not mail.unsubscribe.isprintable() or ">" in mail.unsubscribe:
            raise ValueError("an address to unsubscribe at has to be a plain URL")
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    return message


def message_id(key: str, sender: str) -> str:
    """`<key@domain>`: the same for each attempt of the same mail. Raises ValueError for a key that would break it."""
    if not KEY.fullmatch(key):
        raise ValueError("a key is made of letters, digits, dots and hyphens")
    return f"<{key}@{sender.rpartition('@')[2]}>"


def deliverable(address: str) -> str:
    """The address as a mail server takes it, its domain in ASCII. Raises BadAddress."""
    if not ADDRESS.fullmatch(address) or not address.isprintable():
        raise BadAddress("This is not an address that mail can be sent to.")
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            raise BadAddress("This address has a domain that cannot be.") from None
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise BadAddress("This is not an address that mail can be sent to.")
    return f"{local}@{domain}"


def one_line(text: str) -> str:
    """Words of people as part of a header: on one line, without anything that could begin another."""
    return clean(text, keep_lines=False)
