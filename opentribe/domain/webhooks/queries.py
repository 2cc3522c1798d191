"""Reading webhooks and what was sent to them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.webhooks import policy
from opentribe.domain.webhooks.models import Webhook, WebhookDelivery
from opentribe.domain.webhooks.schemas import DeliveryCard, WebhookCard
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor


@query
def list_webhooks(session: Session, actor: Actor, identity_id: UUID | None = None) -> list[WebhookCard]:
    """Those of one's own bot, or without one those of the community; there are few."""
    if identity_id is None:
        require(policy.can_keep_all(actor))
        mine: ColumnElement[bool] = col(Webhook.identity_id).is_(None)
    else:
        require(policy.can_keep_of(actor, session.get(PostingIdentity, identity_id)))
        mine = col(Webhook.identity_id) == identity_id
    rows = session.exec(select(Webhook).where(mine).order_by(col(Webhook.created_at), col(Webhook.id))).all()
    kept = set(WebhookCard.model_fields)
    return [
        WebhookCard(
            **row.model_dump(include=kept), is_on=row.disabled_at is None, is_failing=row.failing_since is not None
        )
        for row in rows
    ]


@query
def list_deliveries(session: Session, actor: Actor, webhook_id: UUID, cursor: str = "") -> Page[DeliveryCard]:
    """What was sent to a webhook, the latest first."""
    webhook = session.get(Webhook, webhook_id)
    identity = session.get(PostingIdentity, webhook.identity_id) if webhook and webhook.identity_id else None
    require(policy.can_keep(actor, webhook, identity))
    found = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    place = tuple_(col(WebhookDelivery.created_at), col(WebhookDelivery.id))
    if (after := decode_cursor(cursor)) is not None:
        found = found.where(place < after)
    rows = session.exec(
        found.order_by(col(WebhookDelivery.created_at).desc(), col(WebhookDelivery.id).desc()).limit(PAGE_SIZE + 1)
    ).all()
    kept = set(DeliveryCard.model_fields)
    items = [DeliveryCard(**row.model_dump(include=kept), event=str(row.deed)) for row in rows[:PAGE_SIZE]]
    more = len(rows) > PAGE_SIZE
    return Page(items=items, next_cursor=encode_cursor(items[-1].created_at, items[-1].id) if more else "")
