"""What the list of one's identities holds and does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.identities.commands import claim_by_key, create_identity
from opentribe.domain.identities.queries import get_room
from opentribe.domain.identities.schemas import IdentityCard, IdentityDraft, Room
from opentribe.domain.posts.authors import list_identities
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Conflict, Invalid, TooMany
from opentribe.web.session.asking import ask
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch


class IdentityBatch(Batch[IdentityCard]):
    """A page of identities."""


class IdentitiesState(rx.State):
    """The names that a member writes under."""

    batch: IdentityBatch = IdentityBatch()
    patches: list[Patch] = []
    room: Room = Room()
    errors: dict[str, str] = {}
    is_loading: bool = True
    is_busy: bool = False
    has_more: bool = False
    has_failed: bool = False
    is_naming: bool = False

    _cursor: str = ""

    @rx.event
    async def load(self):
        """Read the list from its top; visitors have none."""
        if not (await self.get_state(SessionState)).me.is_member:
            self.is_loading = False
            return
        self.has_failed = False
        try:
            await self._read()
        except Exception:
            self.has_failed = True
            raise
        finally:
            self.is_loading = False

    @rx.event
    async def load_more(self):
        """Fetch the next ones."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            page = await ask(self, list_identities, self._cursor)
            self.batch = self.batch.next(page.items)
            self._cursor, self.has_more, self.is_loading = page.next_cursor, bool(page.next_cursor), False

    @rx.event
    def name_one(self):
        """Open the form for a pen name."""
        self.errors, self.is_naming = {}, True

    @rx.event
    def close(self):
        """Back to the list."""
        self.is_naming = False

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Add a pen name."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = fill(IdentityDraft, {"name": form.get("name"), "description": form.get("description")})
            await ask(self, create_identity, draft.model_copy(update={"is_bot": False}))
        except (Invalid, Conflict) as refusal:
            self.errors = in_form(refusal, ("name", "description"))
            return
        finally:
            self.is_busy = False
        self.is_naming = False
        await self._read()
        say(await self.get_state(SessionState), "Your pen name is ready.")

    @rx.event
    async def claim(self, form: dict[str, Any]):
        """Answer for the bot whose key one holds, and look at it."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            claimed = await ask(self, claim_by_key, str(form.get("key", "")))
        except (Invalid, Conflict, TooMany) as refusal:
            found = in_form(refusal, ("key",))
            self.errors = {"key": found.get("key") or found["form"]}
            return
        finally:
            self.is_busy = False
        say(await self.get_state(SessionState), "You answer for this bot from now on.")
        yield rx.redirect(f"/identities/{claimed}")

    async def _read(self) -> None:
        page = await ask(self, list_identities)
        self.room = await ask(self, get_room)
        self.batch, self.patches, self._cursor = self.batch.first(page.items), [], page.next_cursor
        self.has_more = bool(page.next_cursor)
