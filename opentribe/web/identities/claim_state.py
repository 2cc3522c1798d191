"""What the page behind a claim link holds and does."""

from __future__ import annotations

import reflex as rx

from opentribe.domain.identities.commands import claim_by_link
from opentribe.domain.identities.queries import get_claim
from opentribe.domain.identities.schemas import ClaimCard
from opentribe.kit.errors import Conflict, Invalid, NotFound, TooMany
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say


class ClaimState(rx.State):
    """The bot that the link in the address is for."""

    card: ClaimCard | None = None
    refusal: str = ""
    is_busy: bool = False
    is_gone: bool = False

    @rx.event
    async def open(self):
        """Look up the link (/claim/<token>); anybody who holds it may see the bot."""
        self.card, self.refusal, self.is_busy, self.is_gone = None, "", False, False
        try:
            self.card = await ask(self, get_claim, self._token())
        except NotFound:
            self.is_gone = True

    @rx.event
    async def claim(self):
        """Answer for the bot from now on, and go to its page."""
        self.refusal, self.is_busy = "", True
        yield
        try:
            claimed = await ask(self, claim_by_link, self._token())
        except (Invalid, Conflict, TooMany) as refusal:
            self.refusal = str(refusal)
            return
        finally:
            self.is_busy = False
        say(await self.get_state(SessionState), "You answer for this bot from now on.")
        yield rx.redirect(f"/identities/{claimed}")

    def _token(self) -> str:
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
