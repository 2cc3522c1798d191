"""What pages show of mail: to members their own address, to the owner how it goes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class MailStanding(BaseModel):
    """How the address of the member who asks stands; all empty for a visitor.

    `is_missing` is true for the owner of a community that has no mail server.
    """

    address: str = ""
    is_confirmed: bool = False
    is_stopped: bool = False
    can_send: bool = False
    is_missing: bool = False


class LetterCard(BaseModel):
    """A kind of letter in the owner's list."""

    name: str
    title: str
    when: str


class LetterPreview(BaseModel):
    """A letter with made-up content, as it would leave."""

    name: str = ""
    title: str = ""
    subject: str = ""
    html: str = ""
    text: str = ""


class MailHealth(BaseModel):
    """How sending goes. `trouble` is why the latest mail that waits for another try did not go."""

    is_set_up: bool = False
    server: str = ""
    sender: str = ""
    is_encrypted: bool = False
    waiting: int = 0
    failed: int = 0
    stopped: int = 0
    last_done_at: datetime | None = None
    trouble: str = ""


class FailedMail(BaseModel):
    """A mail that was given up."""

    id: UUID
    title: str
    address: str
    error: str
    attempts: int
    failed_at: datetime


class StoppedAddress(BaseModel):
    """An address that takes no mail."""

    id: UUID
    address: str
    reason: str
    created_at: datetime


class TrialAnswer(BaseModel):
    """What became of a test, in words; empty before there was one."""

    is_sent: bool = False
    words: str = ""


class OptOutCard(BaseModel):
    """What a link to unsubscribe is about."""

    is_good: bool = False
    topic: str = ""
    is_off: bool = False
