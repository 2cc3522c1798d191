"""Reading the community's own settings."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.branding.schemas import CommunityCard
from opentribe.domain.members.models import User


@query
def get_community(session: Session, actor: Actor) -> CommunityCard:
    """Name, tagline and how many are in it; open to visitors."""
    members = select(func.count()).select_from(User).where(col(User.deleted_at).is_(None)).scalar_subquery()
    row = session.exec(select(CommunitySettings.name, CommunitySettings.tagline, members)).first()
    return CommunityCard(name=row[0], tagline=row[1], member_count=row[2]) if row else CommunityCard()
