"""The webhooks of a bot or of the community: made, tried, changed, switched off; a new secret is told once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from opentribe.domain.webhooks import commands
from opentribe.domain.webhooks.queries import list_webhooks
from opentribe.domain.webhooks.schemas import NewSecret, WebhookCard, WebhookDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Invalid, NotFound
from opentribe.web.identities.once import forget
from opentribe.web.identities.own_state import OwnIdentityState
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say

FIELDS = ("url", "events")
HAPPENINGS = ("on_post", "on_comment", "on_mention")


class HooksState(rx.State):
    """The webhooks of the page that is open, and the question that is asked over it."""

    hooks: list[WebhookCard] = []
    asked: str = ""
    chosen: WebhookCard | None = None
    errors: dict[str, str] = {}
    is_busy: bool = False
    is_loading: bool = True
    secret: str = ""
    secret_url: str = ""

    _is_for_all: bool = False

    @rx.event
    async def load(self):
        """Read those of the bot that was opened before; a pen name has none."""
        identity = (await self.get_state(OwnIdentityState)).identity
        self.asked, self.hooks, self.is_busy, self._is_for_all = "", [], False, False
        if identity is not None and identity.is_bot:
            await self._read()
        self.is_loading = False

    @rx.event
    async def load_for_admins(self):
        """Read those of the community; for others the page shows that it is not there."""
        self.asked, self.hooks, self.is_busy, self._is_for_all = "", [], False, True
        if (await self.get_state(SessionState)).me.is_admin:
            await self._read()
        self.is_loading = False

    @rx.event
    def ask_about(self, what: str, hook_id: str):
        """Open a question over the page: about a new webhook, or about one that is shown there."""
        self.chosen = next((hook for hook in self.hooks if str(hook.id) == hook_id), None)
        self.asked, self.errors = what[:10] if what == "new" or self.chosen else "", {}

    @rx.event
    def close(self):
        """Back to the page."""
        self.asked = ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make a webhook, whose secret is shown this once, or change the chosen one."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = _filled(form)
            if self.asked == "new":
                await self._show(await ask(self, commands.add_webhook, draft, await self._subject()), draft.url)
            else:
                await ask(self, commands.change_webhook, self._chosen_id(), draft)
        except (Invalid, Conflict) as refusal:
            self.errors = in_form(refusal, FIELDS)
            return
        finally:
            self.is_busy = False
        self.asked = ""
        await self._read()
        yield
        forget(self, secret="")

    @rx.event
    async def rotate(self):
        """Another secret, shown this once."""
        self.asked = ""
        made = await ask(self, commands.rotate_secret, self._chosen_id())
        await self._show(made, self.chosen.url if self.chosen else "")
        yield
        forget(self, secret="")

    @rx.event
    async def switch(self, hook_id: str, is_on: bool):
        """Send nothing more for now, or send again."""
        await ask(self, commands.switch_webhook, known_id(hook_id, "webhook"), is_on)
        await self._read()
        words = "It is on. What happens from now on is sent." if is_on else "It is off. Nothing is sent any more."
        say(await self.get_state(SessionState), words)

    @rx.event
    async def end(self):
        """Delete the chosen one with its log."""
        self.asked = ""
        await ask(self, commands.delete_webhook, self._chosen_id())
        await self._read()
        say(await self.get_state(SessionState), "The webhook is deleted.")

    @rx.event
    def leave(self):
        """The page with a new secret was left: the browser forgets it too."""
        self.secret, self.secret_url = "", ""

    async def _show(self, made: NewSecret, url: str) -> None:
        self.secret, self.secret_url = made.secret, url

    async def _read(self) -> None:
        self.hooks = await ask(self, list_webhooks, await self._subject())

    async def _subject(self) -> UUID | None:
        return None if self._is_for_all else (await self.get_state(OwnIdentityState))._identity_id()

    def _chosen_id(self) -> UUID:
        if self.chosen is None:
            raise NotFound("Choose a webhook first.")
        return self.chosen.id


def _filled(form: dict[str, Any]) -> WebhookDraft:
    """The draft; a box that is not ticked is not in the form."""
    ticked = {name: bool(form.get(name)) for name in HAPPENINGS}
    return fill(WebhookDraft, {"url": form.get("url"), **ticked})
