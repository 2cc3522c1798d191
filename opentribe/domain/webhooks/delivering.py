"""How a delivery goes out: at least once and with one id, again after a pause that grows, and what came of it kept."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from opentribe.domain.webhooks.audience import listener
from opentribe.domain.webhooks.bodies import body_of
from opentribe.domain.webhooks.models import Deed, Outcome, Webhook, WebhookDelivery
from opentribe.domain.webhooks.signing import signed
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.ids import parse_id
from opentribe.kit.jobs.kinds import Kind, Priority, Task
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.mail.outbox import send_later
from opentribe.kit.outgoing.places import BadPlace, place_at
from opentribe.kit.outgoing.sending import NotReached, post

HOOK = "webhook"  # the kind of every delivery's job, stored with it
LETTER = "webhook_off"
# The pauses after a first failure, a second and so on: eight tries in about seventeen hours.
PAUSES = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 7200, 18000, 36000))
RESTS_AFTER = 3  # failures in a row; then one delivery at a time tries the address, and the others wait for it
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
OFF_AFTER = timedelta(days=3)
KEPT = timedelta(days=7)
SWEPT_AT_ONCE = 2000
SAID_AT_MOST = 500  # characters of an answer that are kept
GONE = 410
SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a try: an answer with its status, or words about why there is none."""

    outcome: Outcome
    words: str = ""
    status: int | None = None
    took_ms: int | None = None
    wait_until: datetime | None = None  # nothing was tried: the address has a rest


@dataclass(frozen=True, slots=True)
class _Parcel:
    url: str
    body: bytes
    headers: dict[str, str]


def send_soon(session: Session, delivery_id: UUID, attempt: int, run_at: datetime | None = None) -> None:
    """Let a worker try it, at once or at `run_at`; `attempt` is how many tries there were before."""
    payload = {"delivery_id": str(delivery_id), "attempt": attempt}
    enqueue(session, HOOK, payload, run_at=run_at, priority=Priority.low)


def prepare(database: Database, task: Task) -> Result | None:
    """Send it. None when another job has done that meanwhile."""
    with database.read() as session:
        parcel = _packed(session, task)
    return _sent(parcel) if isinstance(parcel, _Parcel) else parcel


def effect(session: Session, task: Task) -> None:
    """Keep what came of it, and ask for the next try; committed with the mark that the job is done."""
    result, delivery = task.prepared, _delivery(session, task)
    if not isinstance(result, Result) or delivery is None:
        return
    webhook = session.get(Webhook, delivery.webhook_id, with_for_update=True)
    session.refresh(delivery)
    if webhook is None or not _is_current(delivery, task):
        return
    if result.wait_until is not None and delivery.created_at > clock.now() - OFF_AFTER:
        delivery.run_at = result.wait_until + timedelta(seconds=random.uniform(0, 20))  # noqa: S311 - spreads work
        send_soon(session, delivery.id, delivery.attempts, delivery.run_at)
        return
    if result.outcome is not Outcome.dropped:
        delivery.attempts += 1
        _note(session, webhook, delivery, result)
    delivery.status, delivery.took_ms, delivery.said = result.status, result.took_ms, result.words
    _go_on(session, webhook, delivery, result)


DELIVER = Kind(HOOK, effect, prepare=prepare, priority=Priority.low, lease=timedelta(minutes=1), lane="webhooks")


def switch_off(session: Session, webhook: Webhook, reason: str) -> None:
    """Send nothing more, and write to whoever keeps it."""
    webhook.disabled_at, webhook.disabled_reason = clock.now(), reason
    since = webhook.failing_since or webhook.disabled_at
    send_later(session, LETTER, webhook_id=str(webhook.id), dedupe_key=f"{LETTER}:{webhook.id}:{since:%Y%m%dT%H%M%S}")


def sweep_deliveries(session: Session) -> bool:
    """Delete some of the deliveries of days ago; tell whether there may be more."""
    old = select(col(WebhookDelivery.id)).where(col(WebhookDelivery.created_at) < clock.now() - KEPT)
    swept = session.connection().execute(
        delete(WebhookDelivery).where(col(WebhookDelivery.id).in_(old.limit(SWEPT_AT_ONCE)))
    )
    return swept.rowcount >= SWEPT_AT_ONCE


def _packed(session: Session, task: Task) -> _Parcel | Result | None:
    """What to send, or why not."""
    delivery = _delivery(session, task)
    if delivery is None or not _is_current(delivery, task):
        return None
    found, moment = listener(session, delivery.webhook_id), clock.now()
    if found is None:
        return Result(Outcome.dropped, "Nobody answers for this webhook any more.")
    webhook = found.webhook
    if webhook.disabled_at is not None and delivery.deed is not Deed.ping:
        return Result(Outcome.dropped, "The webhook was switched off.")
    if webhook.rests_until and webhook.rests_until > moment and delivery.deed is not Deed.ping:
        return Result(Outcome.waiting, wait_until=webhook.rests_until)
    body = body_of(session, found.actor, delivery)
    if body is None:
        return Result(Outcome.dropped, "It was taken back, or is no longer for this webhook to see.")
    timestamp = int(moment.timestamp())
    return _Parcel(
        webhook.url,
        body,
        {
            "Content-Type": "application/json",
            "User-Agent": "OpenTribe-Webhooks/1",
            "OpenTribe-Id": str(delivery.id),
            "OpenTribe-Event": str(delivery.deed),
            "OpenTribe-Timestamp": str(timestamp),
            "OpenTribe-Signature": signed(webhook, timestamp, body, moment),
        },
    )


def _sent(parcel: _Parcel) -> Result:
    began = time.monotonic()
    try:
        answer = post(place_at(parcel.url), parcel.body, parcel.headers)
    except (NotReached, BadPlace) as trouble:
        return Result(Outcome.failed, str(trouble)[:SAID_AT_MOST], took_ms=_since(began))
    words = answer.beginning.decode("utf-8", "replace").replace("\0", "\ufffd").strip()[:SAID_AT_MOST]
    if 300 <= answer.status < 400:
        words = "It leads elsewhere, and redirects are not followed. Write the address that it leads to."
    outcome = Outcome.delivered if answer.status in SUCCESS else Outcome.failed
    return Result(outcome, words, answer.status, _since(began))


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)


def _delivery(session: Session, task: Task) -> WebhookDelivery | None:
    return session.get(WebhookDelivery, parse_id(task.payload.get("delivery_id")))


def _is_current(delivery: WebhookDelivery, task: Task) -> bool:
    """Whether this try is the one that is due: a second press of "Send again" makes the job before it stale."""
    return delivery.outcome is Outcome.waiting and delivery.attempts == task.payload.get("attempt")


def _note(session: Session, webhook: Webhook, delivery: WebhookDelivery, result: Result) -> None:
    """How the address does; a test that fails says nothing about it."""
    moment = clock.now()
    if result.outcome is Outcome.delivered:
        webhook.failure_count, webhook.failing_since, webhook.rests_until = 0, None, None
        webhook.delivered_at = moment
    elif delivery.deed is not Deed.ping:
        webhook.failure_count += 1
        webhook.failing_since = webhook.failing_since or moment
        if webhook.failure_count >= RESTS_AFTER:
            growth = min(webhook.failure_count - RESTS_AFTER, 10)
            webhook.rests_until = moment + min(FIRST_REST * 2**growth, LONGEST_REST)
        if webhook.disabled_at is None and result.status == GONE:
            switch_off(session, webhook, "The address answered that it is gone for good (410).")
        elif webhook.disabled_at is None and webhook.failing_since <= moment - OFF_AFTER:
            switch_off(session, webhook, "Nothing was taken there for three days.")
    session.add(webhook)


def _go_on(session: Session, webhook: Webhook, delivery: WebhookDelivery, result: Result) -> None:
    """End it, or ask for the next try."""
    is_last = delivery.deed is Deed.ping or delivery.attempts > len(PAUSES) or webhook.disabled_at is not None
    if result.outcome is Outcome.failed and not is_last:
        pause: Any = PAUSES[delivery.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads work
        delivery.run_at = clock.now() + pause
        send_soon(session, delivery.id, delivery.attempts, delivery.run_at)
    else:
        # A rest that outlived everything comes here as waiting.
        delivery.outcome = Outcome.failed if result.outcome is Outcome.waiting else result.outcome
        delivery.run_at, delivery.ended_at = None, clock.now()
    session.add(delivery)
