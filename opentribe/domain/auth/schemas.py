"""What signing in takes and gives."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.text import clean

EMAIL_LIMIT = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]+@[^@\s.<>\"(),:;\\]+(\.[^@\s.<>\"(),:;\\]+)+")
PASSWORD_SHORTEST, PASSWORD_LONGEST = 8, 256


class SignInDraft(Draft):
    """An address and a password as typed."""

    email: str = ""
    password: str = Field(default="", repr=False)


class SessionCard(BaseModel):
    """A line of the 'signed in on' list."""

    id: UUID
    device: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def normal_email(text: str) -> str:
    """The address as it is stored: trimmed, lower-case. Raises Invalid when it cannot be one."""
    address = clean(text, keep_lines=False).lower()
    if not address:
        raise Invalid(email="Write your e-mail address.")
    if len(address) > EMAIL_LIMIT or not _EMAIL.fullmatch(address):
        raise Invalid(email="That does not look like an e-mail address. Check it for typing slips.")
    return address


def checked_password(password: str) -> str:
    """The password, if it can be one. Raises Invalid saying how long it has to be."""
    if len(password) < PASSWORD_SHORTEST:
        raise Invalid(password=f"Use at least {PASSWORD_SHORTEST} characters.")
    if len(password) > PASSWORD_LONGEST:
        raise Invalid(password=f"Use at most {PASSWORD_LONGEST} characters.")
    if any(0xD800 <= ord(letter) <= 0xDFFF or letter == "\0" for letter in password):
        raise Invalid(password="That password has a character that cannot be stored. Type it again.")
    return password


def device_name(user_agent: str) -> str:
    """A browser and a system in plain words, from a User-Agent header."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
        ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in user_agent), "A browser")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
