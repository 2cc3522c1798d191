"""Reading tiers."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.payments import policy
from opentribe.domain.payments.models import Tier
from opentribe.domain.payments.schemas import TierCard

TIERS_SHOWN = 100


@query
def list_tiers(session: Session, actor: Actor) -> list[TierCard]:
    """The tiers that can be chosen for a space, in the owner's order."""
    require(policy.can_manage(actor))
    rows = session.exec(
        select(Tier.id, Tier.name)
        .where(col(Tier.archived_at).is_(None))
        .order_by(col(Tier.position), col(Tier.id))
        .limit(TIERS_SHOWN)
    )
    return [TierCard(id=tier_id, name=name) for tier_id, name in rows]
