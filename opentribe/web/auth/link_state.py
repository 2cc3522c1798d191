"""What the pages behind mailed links hold and do, and those where one asks for a link."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.auth.models import TokenPurpose
from opentribe.domain.links import commands
from opentribe.domain.links.queries import look_at_link
from opentribe.domain.links.schemas import AskDraft, LinkCard, PasswordDraft
from opentribe.domain.mail.queries import get_standing
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Forbidden, Invalid, TooMany
from opentribe.web.auth.state import field_messages
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, come_in


class AskState(rx.State):
    """The forms where one asks for a link: to sign in, or to choose a new password."""

    errors: dict[str, str] = {}
    is_busy: bool = False
    is_sent: bool = False

    @rx.event
    async def open(self):
        """A fresh form."""
        self.errors, self.is_busy, self.is_sent = {}, False, False

    @rx.event
    async def ask_for_link(self, form: dict[str, Any]):
        """Have a sign-in link sent."""
        self.errors, self.is_busy = {}, True
        yield
        await self._send(commands.ask_for_link, form)

    @rx.event
    async def ask_for_reset(self, form: dict[str, Any]):
        """Have a link to a new password sent."""
        self.errors, self.is_busy = {}, True
        yield
        await self._send(commands.ask_for_reset, form)

    async def _send(self, use_case: Any, form: dict[str, Any]) -> None:
        try:
            await ask(self, use_case, fill(AskDraft, form))
            self.is_sent = True
        except (Invalid, TooMany) as refusal:
            self.errors = field_messages(refusal, ("email",))
        finally:
            self.is_busy = False


class MailedLink(rx.State, mixin=True):
    """A page that a link in a mail opens. Looking changes nothing; its button does."""

    card: LinkCard = LinkCard()
    errors: dict[str, str] = {}
    is_loading: bool = True
    is_busy: bool = False

    def _purpose(self) -> TokenPurpose:
        """What the link is for."""
        raise TypeError("a page says what its links are for")

    @property
    def _secret(self) -> str:
        """The secret in the address bar."""
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]

    async def _look(self) -> None:
        self.errors, self.is_busy = {}, False
        self.card = await ask(self, look_at_link, self._purpose(), self._secret)
        self.is_loading = False

    async def _use(self, use_case: Any, *given: Any) -> Any:
        """What using the link gives, or None with the reason on the page."""
        try:
            return await ask(self, use_case, self._secret, *given)
        except (Forbidden, Invalid) as refusal:
            words = refusal if isinstance(refusal, Invalid) else Invalid(form=str(refusal))
            self.errors = field_messages(words, ("password",))
            return None
        finally:
            self.is_busy = False


class ConfirmState(MailedLink, rx.State):
    """The page that confirms an address."""

    is_done: bool = False

    def _purpose(self) -> TokenPurpose:
        return TokenPurpose.verify_email

    @rx.event
    async def load(self):
        """Look at the link."""
        self.is_done = False
        await self._look()

    @rx.event
    async def confirm(self):
        """The address is mine."""
        self.is_busy = True
        yield
        self.is_done = await self._use(commands.confirm_address) is not None
        (await self.get_state(SessionState)).standing = await ask(self, get_standing)


class EnterState(MailedLink, rx.State):
    """The page that signs in without a password."""

    def _purpose(self) -> TokenPurpose:
        return TokenPurpose.magic_link

    @rx.event
    async def load(self):
        """Look at the link."""
        await self._look()

    @rx.event
    async def enter(self):
        """Sign in."""
        self.is_busy = True
        yield
        ticket = await self._use(commands.enter_by_link)
        if ticket is not None:
            come_in(await self.get_state(SessionState), ticket, "/")


class ResetState(MailedLink, rx.State):
    """The page where one chooses a new password."""

    def _purpose(self) -> TokenPurpose:
        return TokenPurpose.reset_password

    @rx.event
    async def load(self):
        """Look at the link."""
        await self._look()

    @rx.event
    async def choose(self, form: dict[str, Any]):
        """Store the new password and sign in with it."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = fill(PasswordDraft, form)
        except Invalid as refusal:
            self.errors, self.is_busy = field_messages(refusal, ("password",)), False
            return
        ticket = await self._use(commands.reset_password, draft)
        if ticket is not None:
            come_in(await self.get_state(SessionState), ticket, "/")
