"""Changing how the community presents itself."""

from __future__ import annotations

from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command
from opentribe.domain.branding import policy
from opentribe.domain.branding.facts import CommunityRenamed
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.branding.schemas import CommunityDraft
from opentribe.kit import clock
from opentribe.kit.facts import tell


@command
def name_community(session: Session, actor: Actor, draft: CommunityDraft) -> None:
    """Give the community its name and tagline. Raises Invalid naming the field."""
    require(policy.can_brand(actor))
    name, tagline = draft.checked()
    settings = session.exec(select(CommunitySettings).with_for_update()).one()
    settings.name, settings.tagline, settings.updated_at = name, tagline, clock.now()
    session.add(settings)
    tell(session, CommunityRenamed(settings_id=settings.id))
