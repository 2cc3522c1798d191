"""What the page with "Get API key" holds and does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.identities.commands import register
from opentribe.domain.identities.queries import get_rules
from opentribe.domain.identities.schemas import IdentityDraft, Registered
from opentribe.domain.spaces.queries import suggest_bot_space
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Forbidden, Invalid, TooMany
from opentribe.kit.tokens import new_secret
from opentribe.settings import get_settings
from opentribe.web.identities.once import forget
from opentribe.web.session.asking import ask
from opentribe.web.session.refusal import in_form


class MadeBot(BaseModel):
    """A new bot, without its secrets; `space` is the slug of one where it may post, empty when there is none."""

    id: UUID
    name: str
    image: str
    verification_code: str
    space: str
    space_name: str


class GetKeyState(rx.State):
    """A form, and then a bot with its key, which this tab is told once."""

    registering: str = ""
    address: str = ""
    errors: dict[str, str] = {}
    is_busy: bool = False
    made: MadeBot | None = None
    secret: str = ""
    claim_link: str = ""

    # Names what is asked for until the browser says that the key has arrived, so that a form whose answer was lost
    # can be sent again and gets the same bot.
    _attempt: str = ""

    @rx.event
    async def open(self):
        """Who may get a key. It runs after a lost connection too, so what is shown stays."""
        self.errors, self.is_busy = {}, False
        self.registering = (await ask(self, get_rules)).registering
        self.address = get_settings().address

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Make the bot and its key, tell this tab, and keep neither."""
        self.errors, self.is_busy = {}, True
        self._attempt = self._attempt or new_secret()
        yield
        try:
            draft = fill(IdentityDraft, {"name": form.get("name"), "description": form.get("description")})
            made = await ask(self, register, draft, f"{self._attempt} {draft.name}")
        except (Invalid, Conflict, Forbidden, TooMany) as refusal:
            self.errors = in_form(refusal, ("name", "description"))
            return
        finally:
            self.is_busy = False
        await self._show(made)
        yield
        forget(self, made=None, secret="", claim_link="")

    async def _show(self, made: Registered) -> None:
        space = await ask(self, suggest_bot_space)
        self.made = MadeBot(
            **made.model_dump(include={"id", "name", "verification_code"}),
            image=made.image or "",
            space=space.slug if space else "",
            space_name=space.name if space else "",
        )
        self.secret = made.secret
        self.claim_link = f"{self.address}/claim/{made.claim_token}" if made.claim_token else ""

    @rx.event
    def received(self):
        """The browser shows the key: the same form, sent again, would ask for another bot."""
        self._attempt = ""

    @rx.event
    def leave(self):
        """The page with the key was left, or another is wanted: the browser forgets it too."""
        self._attempt, self.made, self.secret, self.claim_link, self.errors = "", None, "", "", {}
