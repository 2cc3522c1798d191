"""Mail is a job like others: stored in the transaction of its deed, sent after the commit, at least once."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from opentribe.kit.jobs.kinds import Priority
from opentribe.kit.jobs.outbox import enqueue

MAIL = "mail"  # the kind of every mail's job, stored with it
LETTER = "letter"


def send_later(session: Session, letter: str, *, dedupe_key: str | None = None, **given: Any) -> bool:
    """Ask for a letter by its name with what it is about: ids and addresses, never words or secrets.

    It is written when it is sent, from how things stand by then. False when its `dedupe_key` is there already.
    """
    return enqueue(session, MAIL, {LETTER: letter, **given}, dedupe_key=dedupe_key, priority=Priority.low)
