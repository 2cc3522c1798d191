"""What the page for developers holds and does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import reflex as rx

from opentribe.domain.identities.commands import create_key
from opentribe.domain.identities.schemas import IdentityCard, KeyDraft
from opentribe.domain.posts.authors import list_identities
from opentribe.domain.spaces.queries import suggest_bot_space
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Forbidden
from opentribe.settings import get_settings
from opentribe.web.identities.code import NO_KEY, NO_SPACE
from opentribe.web.identities.once import forget
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState

LASTS = timedelta(days=7)
KEY_NAME = "Trying the examples"


class DevelopersState(rx.State):
    """Examples with the reader's own key in them, which this tab is told once."""

    language: str = "curl"
    address: str = ""
    space: str = NO_SPACE
    bots: list[dict[str, str]] = []
    key: str = NO_KEY
    has_key: bool = False
    refusal: str = ""
    is_busy: bool = False

    @rx.event
    async def open(self):
        """The community's own address, a space that admits bots, and the reader's bots."""
        self.address, self.refusal, self.is_busy = get_settings().address, "", False
        space = await ask(self, suggest_bot_space)
        self.space = space.slug if space else NO_SPACE
        is_member = (await self.get_state(SessionState)).me.is_member
        mine: list[IdentityCard] = (await ask(self, list_identities)).items if is_member else []
        self.bots = [{"id": str(bot.id), "name": bot.name} for bot in mine if bot.is_bot and not bot.is_deleted]

    @rx.event
    def choose(self, language: str):
        """Show the examples in another language."""
        self.language = language if language in {"curl", "python", "javascript"} else "curl"

    @rx.event
    async def put_key(self, form: dict[str, Any]):
        """Make a key of one of the reader's bots that lasts a week, and put it into the examples."""
        self.refusal, self.is_busy = "", True
        yield
        try:
            draft = KeyDraft(name=KEY_NAME, expires_at=clock.now() + LASTS)
            made = await ask(self, create_key, known_id(str(form.get("bot", "")), "bot"), draft)
        except (Conflict, Forbidden) as refusal:
            self.refusal = str(refusal)
            return
        finally:
            self.is_busy = False
        self.key, self.has_key = made.secret, True
        yield
        forget(self, key=NO_KEY, has_key=False)

    @rx.event
    def leave(self):
        """The page was left: the browser forgets the key too."""
        self.key, self.has_key = NO_KEY, False
