"""What was sent to one webhook and what it answered, read again while it is looked at."""

from __future__ import annotations

from uuid import UUID

import reflex as rx

from opentribe.domain.webhooks import commands
from opentribe.domain.webhooks.queries import list_deliveries
from opentribe.domain.webhooks.schemas import DeliveryCard
from opentribe.kit.errors import Conflict, TooMany
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import in_form
from opentribe.web.widgets.rows import Batch, Patch


class DeliveryBatch(Batch[DeliveryCard]):
    """A page of deliveries."""


class HookLogState(rx.State):
    """The log that is open; `looks` counts how often it was read."""

    hook_id: str = ""
    url: str = ""
    batch: DeliveryBatch = DeliveryBatch()
    patches: list[Patch] = []
    refusal: str = ""
    looks: int = 0
    is_loading: bool = False
    has_more: bool = False

    _cursor: str = ""

    @rx.event
    async def open(self, hook_id: str, url: str):
        """Show what was sent to a webhook."""
        self.hook_id, self.url, self.refusal = str(known_id(hook_id, "webhook")), url[:200], ""
        self.batch = self.batch.first([])
        await self._read()

    @rx.event
    def close(self):
        """Back to the page."""
        self.hook_id = ""

    @rx.event
    async def look(self):
        """Read the first page again, unless one has gone on to older ones."""
        if self.hook_id and not self.batch.number:
            await self._read()

    @rx.event
    async def load_more(self):
        """Fetch older ones."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            page = await ask(self, list_deliveries, self._hook_id(), self._cursor)
            self.batch = self.batch.next(page.items)
            self._cursor, self.has_more, self.is_loading = page.next_cursor, bool(page.next_cursor), False

    @rx.event
    async def send_test(self, hook_id: str, url: str):
        """Send a test, and show the log where its answer comes in."""
        self.hook_id, self.url, self.refusal = str(known_id(hook_id, "webhook")), url[:200], ""
        await self._try(commands.send_test, self._hook_id())

    @rx.event
    async def resend(self, delivery_id: str):
        """Send one once more."""
        await self._try(commands.resend, known_id(delivery_id, "delivery"))

    async def _try(self, verb, subject: UUID) -> None:
        self.refusal = ""
        try:
            await ask(self, verb, subject)
        except (Conflict, TooMany) as refusal:
            self.refusal = in_form(refusal, ())["form"]
        await self._read()

    async def _read(self) -> None:
        page = await ask(self, list_deliveries, self._hook_id())
        self.batch, self.patches = self.batch.first(page.items), []
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
        self.looks += 1

    def _hook_id(self) -> UUID:
        return known_id(self.hook_id, "webhook")
