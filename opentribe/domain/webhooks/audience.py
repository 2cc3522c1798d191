"""As whom a webhook looks at things: the bot it belongs to with its member's eyes, or for the community an admin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.payments.models import ACTIVE_STATUSES, Membership
from opentribe.domain.webhooks.models import Webhook

PORTION = 500


@dataclass(frozen=True, slots=True)
class Listener:
    """A webhook and the one who looks for it."""

    webhook: Webhook
    actor: Actor


def listeners(session: Session, *, wanted: Any, after: UUID | None = None) -> list[Listener]:
    """Some of the webhooks that are on and fit a condition, by id and past `after`; two statements.

    Without their bot, or with a member who is out, they hear nothing.
    """
    statement = _standing().where(col(Webhook.disabled_at).is_(None), wanted)
    if after is not None:
        statement = statement.where(col(Webhook.id) > after)
    return _with_tiers(session, session.exec(statement.order_by(col(Webhook.id)).limit(PORTION)).all())


def listener(session: Session, webhook_id: UUID) -> Listener | None:
    """One webhook, whether it is on or not; None when nobody looks for it any more."""
    found = _with_tiers(session, session.exec(_standing().where(col(Webhook.id) == webhook_id)).all())
    return found[0] if found else None


def _standing() -> Any:
    is_there = col(Webhook.identity_id).is_(None) | (
        col(PostingIdentity.deleted_at).is_(None)
        & col(PostingIdentity.is_bot)
        & col(User.deleted_at).is_(None)
        & col(User.banned_at).is_(None)
    )
    return (
        select(Webhook, PostingIdentity.user_id)
        .outerjoin(PostingIdentity, col(PostingIdentity.id) == col(Webhook.identity_id))
        .outerjoin(User, col(User.id) == col(PostingIdentity.user_id))
        .where(is_there)
    )


def _with_tiers(session: Session, rows: Sequence[tuple[Webhook, UUID | None]]) -> list[Listener]:
    tiers = _tiers(session, {owner_id for _, owner_id in rows if owner_id is not None})
    return [Listener(webhook, _reader(webhook, owner_id, tiers)) for webhook, owner_id in rows]


def _tiers(session: Session, owner_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    if owner_ids:
        held = select(Membership.user_id, Membership.tier_id).where(
            col(Membership.user_id).in_(owner_ids), col(Membership.status).in_(ACTIVE_STATUSES)
        )
        for user_id, tier_id in session.exec(held):
            found.setdefault(user_id, set()).add(tier_id)
    return found


def _reader(webhook: Webhook, owner_id: UUID | None, tiers: dict[UUID, set[UUID]]) -> Actor:
    if webhook.identity_id is None:
        return Actor(role=Role.admin)
    held = frozenset(tiers.get(owner_id, ())) if owner_id else frozenset()
    return Actor(identity_id=webhook.identity_id, owner_id=owner_id, tier_ids=held)
