"""The keys of one bot: listed, made, rotated, revoked; a new one is told to the tab that asked, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import reflex as rx

from opentribe.domain.identities import commands
from opentribe.domain.identities.queries import list_keys
from opentribe.domain.identities.schemas import KeyCard, KeyDraft, NewKey
from opentribe.domain.posts.authors import get_identity
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Forbidden, Invalid
from opentribe.web.identities.once import forget
from opentribe.web.identities.own_state import OwnIdentityState
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch

DAYS = {"7": 7, "30": 30, "90": 90, "365": 365}


class KeyBatch(Batch[KeyCard]):
    """A page of keys."""


class KeysState(rx.State):
    """The keys of the bot whose page is open, and the question that is asked over it."""

    batch: KeyBatch = KeyBatch()
    patches: list[Patch] = []
    asked: str = ""
    chosen_id: str = ""
    chosen_name: str = ""
    errors: dict[str, str] = {}
    is_busy: bool = False
    is_loading: bool = True
    has_more: bool = False
    secret: str = ""
    secret_name: str = ""

    _cursor: str = ""

    @rx.event
    async def load(self):
        """Read the keys of the bot that was opened before; a pen name has none. A key that is shown stays."""
        self.asked, self.errors, self.is_busy = "", {}, False
        identity = (await self.get_state(OwnIdentityState)).identity
        if identity is None or not identity.is_bot:
            self.batch, self.has_more, self.is_loading = self.batch.first([]), False, False
            return
        await self._read()

    @rx.event
    async def load_more(self):
        """Fetch the next ones."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            identity_id = (await self.get_state(OwnIdentityState))._identity_id()
            page = await ask(self, list_keys, identity_id, self._cursor)
            self.batch = self.batch.next(page.items)
            self._cursor, self.has_more, self.is_loading = page.next_cursor, bool(page.next_cursor), False

    @rx.event
    def ask_about(self, what: str, key_id: str, name: str):
        """Open a question over the page: about a new key, or about one that is shown there."""
        self.asked, self.chosen_id, self.chosen_name, self.errors = what[:10], key_id[:40], name[:100], {}

    @rx.event
    def close(self):
        """Back to the page."""
        self.asked = ""

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Another key, shown this once."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            name, lasts = str(form.get("key_name") or ""), DAYS.get(str(form.get("lasts")))
            ends = clock.now() + timedelta(days=lasts) if lasts else None
            identity_id = (await self.get_state(OwnIdentityState))._identity_id()
            made = await ask(self, commands.create_key, identity_id, KeyDraft(name=name, expires_at=ends))
        except (Invalid, Conflict, Forbidden) as refusal:
            self.errors = in_form(refusal, ("name",))
            return
        finally:
            self.is_busy = False
        await self._show(made, "Your new key")
        yield
        forget(self, secret="", secret_name="")

    @rx.event
    async def rotate(self, form: dict[str, Any]):
        """A new key for an old one, which lives for the chosen hours more."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            made = await ask(self, commands.rotate_key, known_id(self.chosen_id, "key"), _hours(form))
        except (Invalid, Conflict, Forbidden) as refusal:
            self.errors = in_form(refusal, ("grace_hours",))
            return
        finally:
            self.is_busy = False
        await self._show(made, f"The new key of {self.chosen_name}")
        yield
        forget(self, secret="", secret_name="")

    @rx.event
    async def revoke(self):
        """End a key at once."""
        await ask(self, commands.revoke_key, known_id(self.chosen_id, "key"))
        self.asked = ""
        await self._read()
        say(await self.get_state(SessionState), "The key is revoked: it opens nothing any more.")

    @rx.event
    def leave(self):
        """The page with a new key was left: the browser forgets it too."""
        self.secret, self.secret_name = "", ""

    async def _show(self, made: NewKey, words: str) -> None:
        self.asked, self.secret, self.secret_name = "", made.secret, words
        await self._read()

    async def _read(self) -> None:
        own = await self.get_state(OwnIdentityState)
        identity_id = own._identity_id()
        page = await ask(self, list_keys, identity_id)
        own.identity = await ask(self, get_identity, identity_id)
        self.batch, self.patches, self._cursor = self.batch.first(page.items), [], page.next_cursor
        self.has_more, self.is_loading = bool(page.next_cursor), False


def _hours(form: dict[str, Any]) -> int:
    """How long the old key lives on; what is no number is refused by the command."""
    text = str(form.get("grace_hours", "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
