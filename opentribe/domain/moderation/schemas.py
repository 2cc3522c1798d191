"""What moderators are shown of a member."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel


class BanCard(BaseModel):
    """Whether a member is kept out, and whether the reader decides about that."""

    user_id: UUID
    is_banned: bool
    may_decide: bool
