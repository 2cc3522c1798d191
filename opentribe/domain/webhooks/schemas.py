"""What webhooks take, and how they and their deliveries are shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from opentribe.kit.drafts import Draft
from opentribe.kit.errors import Invalid
from opentribe.kit.outgoing.places import BadPlace, place_at


class WebhookDraft(Draft):
    """Where to send, and what."""

    url: str = ""
    on_post: bool = False
    on_comment: bool = False
    on_mention: bool = False

    def checked_url(self) -> str:
        """The address in one way of writing. Raises Invalid naming each field that needs another try."""
        problems: dict[str, str] = {}
        url = ""
        try:
            url = place_at(self.url).url
        except BadPlace as refusal:
            problems["url"] = str(refusal)
        if not (self.on_post or self.on_comment or self.on_mention):
            problems["events"] = "Choose at least one thing to be told of."
        if problems:
            raise Invalid(**problems)
        return url


class NewSecret(BaseModel):
    """What a webhook signs with, at the only moment when it can be read."""

    webhook_id: UUID
    secret: str


class WebhookCard(BaseModel):
    """A webhook as those see it who keep it."""

    id: UUID
    url: str
    on_post: bool
    on_comment: bool
    on_mention: bool
    is_on: bool
    is_failing: bool
    disabled_reason: str
    failing_since: datetime | None
    delivered_at: datetime | None
    created_at: datetime


class DeliveryCard(BaseModel):
    """One delivery in the log."""

    id: UUID
    event: str
    outcome: str
    attempts: int
    status: int | None
    took_ms: int | None
    said: str
    run_at: datetime | None
    created_at: datetime
