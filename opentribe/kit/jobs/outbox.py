"""Putting jobs into the outbox, in the transaction of the deed, and waking the workers once it is committed."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

from opentribe.kit import clock
from opentribe.kit.db import insert_if_absent
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.kinds import ATTEMPTS, Kind, Priority
from opentribe.kit.jobs.models import Job

# On PostgreSQL the table itself announces new rows on this channel: see the revision that made the trigger.
CHANNEL = "opentribe_jobs"
RUNG = "jobs_rung"

_bells: set[threading.Event] = set()


def enqueue(
    session: Session,
    kind: Kind | str,
    payload: dict[str, Any],
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
    priority: Priority | None = None,
) -> bool:
    """Store a job in this transaction; several make one INSERT. False when its `dedupe_key` is there already.

    It is taken up after the commit, or at `run_at`. A key is forgotten some days after its job was done.
    """
    moment = clock.now()
    known = kind if isinstance(kind, Kind) else None
    values: dict[str, Any] = {
        "id": new_id(),
        "kind": known.name if known else kind,
        "payload": payload,
        "dedupe_key": dedupe_key,
        "priority": int(priority or (known.priority if known else Priority.normal)),
        "run_at": run_at or moment,
        "attempts": 0,
        "max_attempts": known.max_attempts if known else ATTEMPTS,
        "created_at": moment,
    }
    wake_after(session)
    if dedupe_key is not None:
        return insert_if_absent(session, Job, **values)
    session.add(Job(**values))
    return True


def wake_after(session: Session, *, others: bool = False) -> None:
    """Wake the workers of this process after the commit; with `others`, those of all processes.

    New rows need no `others`: on PostgreSQL the table announces them.
    """
    session.info[RUNG] = True
    if others and session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


def hang(bell: threading.Event) -> None:
    """Ring this bell after every commit that enqueued something."""
    _bells.add(bell)


def take_down(bell: threading.Event) -> None:
    """Ring it no more."""
    _bells.discard(bell)


def ring() -> None:
    """Wake the workers of this process."""
    for bell in tuple(_bells):
        bell.set()


@event.listens_for(OrmSession, "after_commit")
def _after_commit(session: OrmSession) -> None:
    # A savepoint's release says the same; then the commit is still to come.
    if session.get_nested_transaction() is None and session.info.pop(RUNG, False):
        ring()
