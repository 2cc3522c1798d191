"""What one says about oneself, as the account page changes it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.members.commands import describe_oneself
from opentribe.domain.members.queries import get_about
from opentribe.domain.members.schemas import AboutDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid
from opentribe.web.auth.state import field_messages
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say


class AboutState(rx.State):
    """The form for one's own words."""

    bio: str = ""
    errors: dict[str, str] = {}
    is_busy: bool = False

    @rx.event
    async def open(self):
        """Read what is there; visitors have nothing."""
        self.errors = {}
        if (await self.get_state(SessionState)).me.is_member:
            self.bio = await ask(self, get_about)

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep what was written."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            self.bio = await ask(self, describe_oneself, fill(AboutDraft, form))
        except Invalid as refusal:
            self.errors = field_messages(refusal, ("bio",))
            return
        finally:
            self.is_busy = False
        say(await self.get_state(SessionState), "Saved. It stands on your page.")
