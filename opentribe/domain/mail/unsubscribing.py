"""The address at the end of a letter that ends letters like it: signed, so that nobody can end another's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from uuid import UUID

from sqlmodel import Session, select

from opentribe.domain.mail.models import MailOptOut
from opentribe.kit.secrets import secret_key

PATH = "/unsubscribe/"
SIGNED = 16  # bytes of the signature: 128 bits are out of anybody's reach
TOPIC = re.compile(r"[a-z][a-z0-9_]{0,39}")


def address_for(user_id: UUID, topic: str) -> str:
    """The path of this site that ends mail on a topic for a member. It does not age."""
    return f"{PATH}{_encoded(user_id.bytes)}.{topic}.{_encoded(_signature(user_id, topic))}"


def read(token: str) -> tuple[UUID, str] | None:
    """Whom and what a token is about; None when it was not signed here."""
    parts = token.split(".") if token.isascii() and len(token) < 120 else []
    if len(parts) != 3 or not TOPIC.fullmatch(parts[1]):
        return None
    who, signature = _decoded(parts[0]), _decoded(parts[2])
    if len(who) != 16 or not hmac.compare_digest(signature, _signature(UUID(bytes=who), parts[1])):
        return None
    return UUID(bytes=who), parts[1]


def is_unwanted(session: Session, user_id: UUID, topic: str) -> bool:
    """Whether a member asked for no mail on a topic."""
    found = select(MailOptOut.id).where(MailOptOut.user_id == user_id, MailOptOut.topic == topic)
    return session.exec(found).first() is not None


def _signature(user_id: UUID, topic: str) -> bytes:
    return hmac.new(secret_key(), b"unsubscribe:" + user_id.bytes + topic.encode(), hashlib.sha256).digest()[:SIGNED]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
