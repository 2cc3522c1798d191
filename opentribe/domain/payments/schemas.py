"""What tiers take and how they are shown."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel


class TierCard(BaseModel):
    """A tier to choose from."""

    id: UUID
    name: str
