"""From an answer of the domain to what a served page says of itself; what is not for the asker does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.kit.db import get_database
from opentribe.kit.errors import NotFound, Unavailable
from opentribe.kit.tokens import digest
from opentribe.web.serving.documents import Document
from opentribe.web.session.cookie import COOKIE, hides_bots

Answer = TypeVar("Answer")

GONE = Document("Not found", status=404)
AWAY = Document("Unavailable", status=503)


def describe(
    cookies: Mapping[str, str],
    write: Callable[[Answer], Document],
    query: Callable[..., Answer],
    *given: Any,
) -> Document:
    """What `write` makes of the answer that a query gives whoever these cookies belong to."""
    secret = cookies.get(COOKIE, "")
    try:
        shown = Credential(session_hash=digest(secret) if secret else "", hides_bots=hides_bots(cookies))
        return write(perform(get_database(), shown, query, *given))
    except NotFound:
        return GONE
    except Unavailable:
        return AWAY
