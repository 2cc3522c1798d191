"""Handing a message to an SMTP server, and what its refusals mean: try later, give up, or never write there again."""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from opentribe.kit.jobs.kinds import GiveUp
from opentribe.kit.mail.lines import Line, Lines, part

ANSWER_SECONDS = 20.0  # how long a server may take for one answer
WHOLE_SECONDS = 60.0  # and for all of one mail
PORTS = {"smtp": 587, "smtps": 465}
OURSELVES = {"localhost", "127.0.0.1", "::1"}
SAID_LIMIT = 300

# RFC 3463: 5.1.x the address, 5.2.1 a mailbox that is closed. 5.7.x is about us: a relay that does not know us.
ADDRESS_STATUS = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
OTHER_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
ADDRESS_CODES = {550, 551, 553}  # RFC 5321 §4.2.3, where no enhanced status says it better
ABOUT_US = re.compile(r"relay|spam|block|polic|authent|reject(?:ed)? due|sender|reputation|denied", re.IGNORECASE)


_lines = Lines()


class NotSent(Exception):
    """The server could not be reached or asks to come again; the mail is tried later."""


class MailRefused(GiveUp):
    """The server will not take this mail however often it is sent."""


class AddressRefused(Exception):
    """There is nobody at this address, says the server; no mail will ever arrive there."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["tls", "always", "if-offered", "never"] = "always"

    @classmethod
    def at(cls, url: str) -> Server:
        """From the setting OPENTRIBE_SMTP_URL, which was checked at start.

        Without a word on it, STARTTLS is asked for wherever the server is not this machine.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        asked = parse_qs(parts.query).get("starttls", ["if-offered" if host in OURSELVES else "always"])[0]
        security = "tls" if parts.scheme == "smtps" else asked
        given = {"user": unquote(parts.username or ""), "password": unquote(parts.password or "")}
        return cls(host, parts.port or PORTS[parts.scheme], **given, security=security)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """Host and port, for people; never the password."""
        return f"{self.host}:{self.port}"


def deliver(server: Server, message: EmailMessage, sender: str, recipient: str) -> None:
    """Hand in one message. Raises NotSent, MailRefused or AddressRefused, each with what the server said.

    The line stays open a moment for the next letter, since greeting a server takes longer than handing one in.
    """
    with _troubles(server):
        line = _lines.take(server) or Line(_connect(server))
        with _limited(line.client):
            line.client.send_message(message, sender, [recipient])
        _lines.keep(server, line)


def greet(server: Server) -> None:
    """Connect and sign in, and send nothing. Raises NotSent saying what is wrong."""
    with _troubles(server):
        part(_connect(server))


def _connect(server: Server) -> smtplib.SMTP:
    """A connection that is encrypted and signed in as the server was set up."""
    context = ssl.create_default_context()
    if server.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=ANSWER_SECONDS, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=ANSWER_SECONDS)
    with _limited(client):
        client.ehlo_or_helo_if_needed()
        if server.security == "always" or (server.security == "if-offered" and client.has_extn("starttls")):
            client.starttls(context=context)
            client.ehlo()
        if server.user:
            client.login(server.user, server.password)
    return client


@contextmanager
def _limited(client: smtplib.SMTP) -> Iterator[None]:
    """A connection is cut off when all of this takes too long, and closed when it fails."""
    limit = threading.Timer(WHOLE_SECONDS, _hang_up, [client])
    limit.daemon = True
    limit.start()
    try:
        yield
    except BaseException:
        client.close()
        raise
    finally:
        limit.cancel()


def _hang_up(client: smtplib.SMTP) -> None:
    """From another thread: whatever the first one waits for ends."""
    try:
        if client.sock is not None:
            client.sock.shutdown(2)
    except OSError:  # it ended by itself
        pass


@contextmanager
def _troubles(server: Server) -> Iterator[None]:
    """What smtplib raises, in words and by what to do about it."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise refusal(server, code, _text(said)) from None
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(
            f"{server.name} does not accept the user and password in OPENTRIBE_SMTP_URL: {_text(error.smtp_error)}"
        ) from None
    except smtplib.SMTPSenderRefused as error:
        raise NotSent(
            f"{server.name} takes no mail from the address in OPENTRIBE_MAIL_FROM: {_text(error.smtp_error)}"
        ) from None
    except smtplib.SMTPDataError as error:
        raise refusal(server, error.smtp_code, _text(error.smtp_error), is_content=True) from None
    except smtplib.SMTPNotSupportedError as error:
        if "utf8" in str(error).lower():
            raise MailRefused(f"{server.name} cannot write to an address with letters beyond ASCII.") from None
        raise NotSent(
            f"{server.name} does not do what OPENTRIBE_SMTP_URL asks for: {error}. See its ?starttls= part."
        ) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{server.name} answered {error.smtp_code}: {_text(error.smtp_error)}") from None
    except ssl.SSLCertVerificationError as error:
        raise NotSent(f"The certificate of {server.name} does not fit: {error.verify_message}.") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(
            f"{server.name} cannot be reached or broke off: {_text(str(error)) or type(error).__name__}"
        ) from None


def refusal(server: Server, code: int, said: str, *, is_content: bool = False) -> Exception:
    """What an answer of 4xx or 5xx means: about the address only when it says so, else a wrong setting of ours could
    shut out everybody. Where the whole mail was refused, only the enhanced status speaks of the address."""
    words = f"{server.name} answered {code}: {said}"
    if code < 500:
        return NotSent(words)
    if ADDRESS_STATUS.search(said):
        return AddressRefused(words)
    is_silent = not OTHER_STATUS.search(said)
    if not is_content and code in ADDRESS_CODES and is_silent and not ABOUT_US.search(said):
        return AddressRefused(words)
    return MailRefused(words)


def _text(said: bytes | str) -> str:
    """What a server said, on one line."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())[:SAID_LIMIT]
