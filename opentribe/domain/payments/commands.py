"""Making tiers and giving them by hand; what is bought comes later from the payment provider."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.members.models import User
from opentribe.domain.payments import policy
from opentribe.domain.payments.facts import TierGranted
from opentribe.domain.payments.models import Membership, MembershipStatus, Tier
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.text import clean

NAME_LIMIT = 60


@command
def create_tier(session: Session, actor: Actor, name: str, description: str = "") -> UUID:
    """A free tier that the owner gives by hand. Raises Invalid without a name."""
    require(policy.can_manage(actor))
    title = clean(name, keep_lines=False)
    if not title or len(title) > NAME_LIMIT:
        raise Invalid(name=f"Give the tier a name of at most {NAME_LIMIT} characters.")
    tier = Tier(name=title, description=clean(description))
    session.add(tier)
    session.flush()
    return tier.id


@command
def grant_tier(session: Session, actor: Actor, user_id: UUID, tier_id: UUID) -> None:
    """Give a member a tier. Giving it twice changes nothing; a lapsed one is revived."""
    require(policy.can_manage(actor))
    if session.get(User, user_id) is None or session.get(Tier, tier_id) is None:
        raise Invalid(user_id="Choose a member and a tier that exist.")
    held = session.exec(select(Membership).where(Membership.user_id == user_id, Membership.tier_id == tier_id)).first()
    membership = held or Membership(user_id=user_id, tier_id=tier_id)
    membership.status = MembershipStatus.active
    session.add(membership)
    tell(session, TierGranted(user_id=user_id, tier_id=tier_id))
