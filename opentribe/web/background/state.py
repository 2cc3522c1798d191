"""What the page about the work in the background holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.background import commands
from opentribe.domain.background.queries import get_gauges, list_failed
from opentribe.domain.background.schemas import FailedJob, Gauges
from opentribe.kit.errors import wait_time
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState, say
from opentribe.web.widgets.rows import Batch, Patch

LATE_AFTER = 60  # seconds that something may be due before it is said that nobody takes it up


class FailedBatch(Batch[FailedJob]):
    """A page of what was given up."""


class JobsState(rx.State):
    """How much waits, and what was given up; `looks` counts how often was looked."""

    gauges: Gauges = Gauges()
    batch: FailedBatch = FailedBatch()
    patches: list[Patch] = []
    looks: int = 0
    asked: str = ""
    chosen_id: str = ""
    chosen_title: str = ""
    is_loading: bool = True
    has_more: bool = False

    _cursor: str = ""

    @rx.var
    def oldest(self) -> str:
        """How long the oldest has been due, in words."""
        return wait_time(self.gauges.oldest_seconds) if self.gauges.due else ""

    @rx.var
    def is_stuck(self) -> bool:
        """Whether something is due and nobody is at it."""
        return self.gauges.oldest_seconds > LATE_AFTER and not self.gauges.running

    @rx.event
    async def load_for_admins(self):
        """Read everything; for others the page shows that it is not there."""
        if (await self.get_state(SessionState)).me.is_admin:
            self.asked = ""
            await self._read()
            self.is_loading = False

    @rx.event
    async def look(self):
        """Read the gauges again, and what was given up if that is more or less than before."""
        before, self.gauges = self.gauges.failed, await ask(self, get_gauges)
        self.looks += 1
        if self.gauges.failed != before and not self.batch.number:
            await self._read_failed()

    @rx.event
    async def load_more(self):
        """Fetch the next of what was given up."""
        if self._cursor and not self.is_loading:
            self.is_loading = True
            yield
            page = await ask(self, list_failed, self._cursor)
            self.batch = self.batch.next(page.items)
            self._cursor, self.has_more, self.is_loading = page.next_cursor, bool(page.next_cursor), False

    @rx.event
    def ask_about(self, what: str, job_id: str, title: str):
        """Open a question over the page: about one job, or about all that failed."""
        self.asked, self.chosen_id, self.chosen_title = what[:10], job_id[:40], title[:100]

    @rx.event
    def close(self):
        """Back to the page."""
        self.asked = ""

    @rx.event
    async def retry(self, job_id: str):
        """Try one again at once."""
        await ask(self, commands.retry, known_id(job_id, "job"))
        await self._read()
        say(await self.get_state(SessionState), "It is tried again now.")

    @rx.event
    async def retry_all(self):
        """Try all of them again."""
        self.asked = ""
        count = await ask(self, commands.retry_all)
        await self._read()
        words = "It is tried again now." if count == 1 else f"{count} are tried again now."
        say(await self.get_state(SessionState), words)

    @rx.event
    async def discard(self):
        """Forget the chosen one for good."""
        self.asked = ""
        await ask(self, commands.discard, known_id(self.chosen_id, "job"))
        await self._read()
        say(await self.get_state(SessionState), "It is forgotten.")

    async def _read(self) -> None:
        self.gauges = await ask(self, get_gauges)
        self.looks += 1
        await self._read_failed()

    async def _read_failed(self) -> None:
        page = await ask(self, list_failed)
        self.batch, self.patches = self.batch.first(page.items), []
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
