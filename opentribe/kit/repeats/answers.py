"""Claiming a request by its key, and giving the kept answer to whoever sends it again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from opentribe.kit import clock
from opentribe.kit.db import Database, insert_if_absent
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.ids import new_id
from opentribe.kit.repeats.models import KeptAnswer

KEPT = timedelta(hours=24)
# A request takes far less; one that is older was cut off before its answer was kept, and is done again.
ABANDONED = timedelta(seconds=60)
PATIENCE = 10.0  # seconds to wait for the same request that is under way
STEP = 0.02
OTHER_BODY = "This Idempotency-Key was used for another request. Use a new one for each."
UNDER_WAY = "The same request is still under way. Send it again in a moment."

Result = tuple[int, bytes]


def once(
    database: Database,
    scope: str,
    request_key: str,
    fingerprint: str,
    work: Callable[[], Result],
    *,
    keeps: bool = True,
) -> tuple[Result, bool]:
    """What `work` gives, or what it gave the first time with True.

    What it raises is not kept: nothing was done, and the same key may be tried again. An answer that must not be
    stored (`keeps` is false) is made again by `work`, which has to find what it did before. Raises Invalid when the
    key was used for another request, Conflict when the first one takes too long.
    """
    deadline = time.monotonic() + PATIENCE
    while not _claim(database, scope, request_key, fingerprint):
        with database.read() as session:
            kept = session.exec(_which(scope, request_key)).first()
        if kept is None:
            continue
        if kept.fingerprint != fingerprint:
            raise Invalid(**{"Idempotency-Key": OTHER_BODY})
        if kept.status is not None:
            return (work() if kept.answer is None else (kept.status, kept.answer.encode())), True
        if time.monotonic() > deadline:
            raise Conflict(UNDER_WAY)
        time.sleep(STEP)
    try:
        status, answer = work()
    except BaseException:
        with database.write() as session:
            session.exec(delete(KeptAnswer).where(*_this(scope, request_key)))
        raise
    with database.write() as session:
        session.connection().execute(
            update(KeptAnswer)
            .where(*_this(scope, request_key))
            .values(status=status, answer=answer.decode() if keeps else None)
        )
    return (status, answer), False


def sweep(session: Session) -> None:
    """Forget what is older than a day."""
    session.exec(delete(KeptAnswer).where(col(KeptAnswer.created_at) < clock.now() - KEPT))


def _claim(database: Database, scope: str, request_key: str, fingerprint: str) -> bool:
    """Whether this request is now ours to do: the first of its key, or one in the place of an abandoned or old one."""
    moment = clock.now()
    with database.read() as session:
        held = session.exec(_which(scope, request_key)).first()
    if held is not None and held.created_at > moment - (ABANDONED if held.status is None else KEPT):
        return False
    with database.write() as session:
        if held is not None:  # whoever else saw it too finds it gone, and inserts or waits
            session.exec(delete(KeptAnswer).where(col(KeptAnswer.id) == held.id))
        return insert_if_absent(
            session,
            KeptAnswer,
            id=new_id(),
            scope=scope,
            request_key=request_key,
            fingerprint=fingerprint,
            created_at=moment,
        )


def _which(scope: str, request_key: str) -> Any:
    return select(KeptAnswer).where(*_this(scope, request_key))


def _this(scope: str, request_key: str) -> tuple[Any, ...]:
    return col(KeptAnswer.scope) == scope, col(KeptAnswer.request_key) == request_key
