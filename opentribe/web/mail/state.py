"""What the pages about mail hold and do."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.background.commands import discard, retry
from opentribe.domain.mail import commands, queries
from opentribe.domain.mail.schemas import (
    FailedMail,
    LetterCard,
    LetterPreview,
    MailHealth,
    OptOutCard,
    StoppedAddress,
    TrialAnswer,
)
from opentribe.kit.errors import Forbidden
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.state import SessionState, say


class MailState(rx.State):
    """The owner's page: how sending goes, what the letters look like, what did not arrive."""

    health: MailHealth = MailHealth()
    letters: list[LetterCard] = []
    preview: LetterPreview = LetterPreview()
    look: str = "light"
    answer: TrialAnswer = TrialAnswer()
    failed: list[FailedMail] = []
    stopped: list[StoppedAddress] = []
    has_more_failed: bool = False
    has_more_stopped: bool = False
    is_loading: bool = True
    is_testing: bool = False

    _failed_cursor: str = ""
    _stopped_cursor: str = ""

    @rx.event
    async def load_for_admins(self):
        """Read everything; for others the page shows that it is not there."""
        if not (await self.get_state(SessionState)).me.is_admin:
            return
        self.answer = TrialAnswer()
        self.letters = await ask(self, queries.list_letters)
        if not self.preview.name:
            self.preview = await ask(self, queries.get_preview, self.letters[0].name, self.look)
        await self._read()
        self.is_loading = False

    async def _read(self) -> None:
        self.health = await ask(self, queries.get_health)
        failed, stopped = await ask(self, queries.list_failed), await ask(self, queries.list_stopped)
        self.failed, self._failed_cursor, self.has_more_failed = (
            failed.items,
            failed.next_cursor,
            bool(failed.next_cursor),
        )
        self.stopped, self._stopped_cursor = stopped.items, stopped.next_cursor
        self.has_more_stopped = bool(stopped.next_cursor)

    @rx.event
    async def look_at(self, name: str):
        """Show another letter."""
        self.preview, self.answer = await ask(self, queries.get_preview, name, self.look), TrialAnswer()

    @rx.event
    async def choose_look(self, look: str):
        """In light, in dark, or as plain text."""
        self.look = look if look in {"light", "dark", "text"} else "light"
        self.preview = await ask(self, queries.get_preview, self.preview.name, self.look)

    @rx.event
    async def send_test(self):
        """Send the letter that is shown to one's own address."""
        self.is_testing, self.answer = True, TrialAnswer()
        yield
        try:
            self.answer = await ask(self, commands.send_test, self.preview.name)
        finally:
            self.is_testing = False

    @rx.event
    async def more_failed(self):
        """The next of what failed."""
        page = await ask(self, queries.list_failed, self._failed_cursor)
        self.failed, self._failed_cursor, self.has_more_failed = page.items, page.next_cursor, bool(page.next_cursor)

    @rx.event
    async def more_stopped(self):
        """The next of the addresses that take no mail."""
        page = await ask(self, queries.list_stopped, self._stopped_cursor)
        self.stopped, self._stopped_cursor = page.items, page.next_cursor
        self.has_more_stopped = bool(page.next_cursor)

    @rx.event
    async def retry(self, job_id: str):
        """Send a mail that failed once more."""
        await ask(self, retry, known_id(job_id, "mail"))
        await self._read()
        say(await self.get_state(SessionState), "It is tried again now.")

    @rx.event
    async def discard(self, job_id: str):
        """Forget a mail that failed."""
        await ask(self, discard, known_id(job_id, "mail"))
        await self._read()

    @rx.event
    async def lift(self, stop_id: str):
        """Write to an address again."""
        await ask(self, commands.lift_stop, known_id(stop_id, "address"))
        await self._read()
        say(await self.get_state(SessionState), "We write there again.")


class OptOutState(rx.State):
    """The page that a link at the end of a letter opens."""

    card: OptOutCard = OptOutCard()
    problem: str = ""
    is_loading: bool = True

    @property
    def _token(self) -> str:
        """What stands at the end of the address."""
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]

    @rx.event
    async def load(self):
        """Look at the link."""
        self.problem = ""
        self.card = await ask(self, queries.look_at_opt_out, self._token)
        self.is_loading = False

    @rx.event
    async def end(self):
        """No more of this."""
        await self._do(commands.unsubscribe)

    @rx.event
    async def go_on(self):
        """More of this after all."""
        await self._do(commands.subscribe_again)

    async def _do(self, use_case) -> None:
        try:
            await ask(self, use_case, self._token)
        except Forbidden as refusal:
            self.problem = str(refusal)
        self.card = await ask(self, queries.look_at_opt_out, self._token)
