"""Making, changing, trying and ending webhooks."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.webhooks import policy
from opentribe.domain.webhooks.delivering import send_soon
from opentribe.domain.webhooks.models import Deed, Outcome, Webhook, WebhookDelivery
from opentribe.domain.webhooks.schemas import NewSecret, WebhookDraft
from opentribe.domain.webhooks.signing import secret_of
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, NotFound
from opentribe.kit.ids import new_id
from opentribe.kit.limits import spend

OLD_SECRET_HOLDS = timedelta(hours=24)
TESTS = "10/minute"


@command
def add_webhook(session: Session, actor: Actor, draft: WebhookDraft, identity_id: UUID | None = None) -> NewSecret:
    """Tell an address of what one's bot may see, or without one of what admins see. The secret is shown this once.

    Raises Invalid naming fields, Conflict past the number.
    """
    if identity_id is None:
        require(policy.can_keep_all(actor))
        mine: ColumnElement[bool] = col(Webhook.identity_id).is_(None)
    else:
        require(policy.can_keep_of(actor, session.get(PostingIdentity, identity_id, with_for_update=True)))
        mine = col(Webhook.identity_id) == identity_id
    require(policy.can_have_more(session.exec(select(func.count()).select_from(Webhook).where(mine)).one()))
    row = Webhook(
        identity_id=identity_id,
        made_by=actor.user_id,
        url=draft.checked_url(),
        seed=secrets.token_hex(16),
        on_post=draft.on_post,
        on_comment=draft.on_comment,
        on_mention=draft.on_mention,
    )
    session.add(row)
    session.flush()
    return NewSecret(webhook_id=row.id, secret=secret_of(row.seed))


@command
def change_webhook(session: Session, actor: Actor, webhook_id: UUID, draft: WebhookDraft) -> None:
    """Send elsewhere, or tell of other things. Another address begins without the troubles of the old one."""
    webhook = _kept(session, actor, webhook_id)
    url = draft.checked_url()
    if url != webhook.url:
        _well_again(webhook)
    webhook.url, webhook.on_post = url, draft.on_post
    webhook.on_comment, webhook.on_mention = draft.on_comment, draft.on_mention
    session.add(webhook)


@command
def switch_webhook(session: Session, actor: Actor, webhook_id: UUID, is_on: bool) -> None:
    """Send again, or nothing more for now."""
    webhook = _kept(session, actor, webhook_id)
    _well_again(webhook)
    webhook.disabled_at = None if is_on else clock.now()
    webhook.disabled_reason = "" if is_on else "You switched it off."
    session.add(webhook)


@command
def rotate_secret(session: Session, actor: Actor, webhook_id: UUID) -> NewSecret:
    """Another secret, shown this once. For a day deliveries carry signatures of both, so that none is refused."""
    webhook = _kept(session, actor, webhook_id)
    webhook.old_seed, webhook.old_seed_until = webhook.seed, clock.now() + OLD_SECRET_HOLDS
    webhook.seed = secrets.token_hex(16)
    session.add(webhook)
    return NewSecret(webhook_id=webhook.id, secret=secret_of(webhook.seed))


@command
def delete_webhook(session: Session, actor: Actor, webhook_id: UUID) -> None:
    """Forget it with its log."""
    session.delete(_kept(session, actor, webhook_id))


@command
def send_test(session: Session, actor: Actor, webhook_id: UUID) -> None:
    """Send something harmless now, also while it is off; what is answered stands in the log."""
    webhook = _kept(session, actor, webhook_id)
    spend(TESTS, "webhook", str(webhook.id), what="tests")
    delivery_id, moment = new_id(), clock.now()
    session.add(
        WebhookDelivery(
            id=delivery_id, webhook_id=webhook.id, deed=Deed.ping, subject=f"{Deed.ping}:{delivery_id}", run_at=moment
        )
    )
    send_soon(session, delivery_id, attempt=0)


@command
def resend(session: Session, actor: Actor, delivery_id: UUID) -> None:
    """Send once more what was sent, or at once what waits; with the same id, and as things stand now."""
    found = session.get(WebhookDelivery, delivery_id)
    webhook = _kept(session, actor, found.webhook_id if found else delivery_id)
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True, populate_existing=True)
    if delivery is None:
        raise NotFound("This delivery is no longer in the log.")
    if webhook.disabled_at is not None and delivery.deed is not Deed.ping:
        raise Conflict("Switch the webhook on first.")
    spend(TESTS, "webhook", str(webhook.id), what="tests")
    webhook.rests_until = None
    delivery.outcome, delivery.attempts = Outcome.waiting, 0
    delivery.run_at, delivery.ended_at = clock.now(), None
    session.add(webhook)
    session.add(delivery)
    send_soon(session, delivery.id, attempt=0)


def _kept(session: Session, actor: Actor, webhook_id: UUID) -> Webhook:
    webhook = session.get(Webhook, webhook_id, with_for_update=True)
    identity = session.get(PostingIdentity, webhook.identity_id) if webhook and webhook.identity_id else None
    require(policy.can_keep(actor, webhook, identity))
    assert webhook is not None
    return webhook


def _well_again(webhook: Webhook) -> None:
    webhook.disabled_at, webhook.disabled_reason = None, ""
    webhook.failure_count, webhook.failing_since, webhook.rests_until = 0, None, None
