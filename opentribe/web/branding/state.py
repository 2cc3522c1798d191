"""What the community's page holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.branding.commands import name_community
from opentribe.domain.branding.queries import get_community
from opentribe.domain.branding.schemas import CommunityDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid
from opentribe.web.session.asking import ask
from opentribe.web.session.refusal import by_field
from opentribe.web.session.state import SessionState, say


class CommunityState(rx.State):
    """The form with name and tagline."""

    errors: dict[str, str] = {}
    is_busy: bool = False

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Store both and show them at once."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            await ask(self, name_community, fill(CommunityDraft, form))
        except Invalid as refusal:
            self.errors = by_field(refusal, ("name", "tagline"))
            return
        finally:
            self.is_busy = False
        session = await self.get_state(SessionState)
        session.community = await ask(self, get_community)
        say(session, "Saved.")
