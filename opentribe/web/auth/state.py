"""What the sign-in, sign-up and sessions pages hold and do."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.auth import commands
from opentribe.domain.auth.queries import list_sessions
from opentribe.domain.auth.schemas import SessionCard, SignInDraft
from opentribe.domain.files.commands import set_avatar
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.queries import is_first, suggest_handle
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.queries import get_me
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid, TooMany
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import by_field
from opentribe.web.session.state import SessionState, come_in, leave, say


class SignInState(rx.State):
    """The sign-in form."""

    errors: dict[str, str] = {}
    is_busy: bool = False

    @rx.event
    async def open(self):
        """Members have nothing to do here."""
        self.errors, self.is_busy = {}, False
        if "expired" in self.router.url.query_parameters:
            self.errors = {"form": "That took too long. Sign in again."}
        if (await self.get_state(SessionState)).me.is_member:
            return rx.redirect("/")

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Check the password and fetch the session cookie with a full page load."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            ticket = await ask(self, commands.sign_in, fill(SignInDraft, form))
        except (Invalid, TooMany) as refusal:
            self.errors = field_messages(refusal, ("email", "password"))
            return
        finally:
            self.is_busy = False
        await go_through(self, ticket)


class SignUpState(rx.State):
    """The sign-up form."""

    errors: dict[str, str] = {}
    is_busy: bool = False
    is_first: bool = False
    suggestion: str = ""

    @rx.event
    async def open(self):
        """Say whether this will be the owner; members have nothing to do here."""
        self.errors, self.is_busy, self.suggestion = {}, False, ""
        self.is_first = await ask(self, is_first)
        if (await self.get_state(SessionState)).me.is_member:
            return rx.redirect("/")

    @rx.event
    async def suggest(self, name: str):
        """Offer an @handle made from the name."""
        self.suggestion = await ask(self, suggest_handle, str(name)[:200]) if name else ""

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Make the account and fetch the session cookie with a full page load."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            ticket = await ask(self, sign_up, fill(SignUpDraft, form))
        except (Invalid, TooMany) as refusal:
            self.errors = field_messages(refusal, ("email", "password", "name", "username"))
            return
        finally:
            self.is_busy = False
        await go_through(self, ticket)


class SessionsState(rx.State):
    """The 'signed in on' list."""

    sessions: list[SessionCard] = []
    is_loading: bool = True

    @rx.event
    async def load(self):
        """Read the list."""
        self.sessions = await ask(self, list_sessions)
        self.is_loading = False

    @rx.event
    async def revoke(self, session_id: str):
        """End one session; ending this one leads out."""
        await ask(self, commands.revoke_session, known_id(session_id, "session"))
        gone = next((card for card in self.sessions if str(card.id) == session_id), None)
        session = await self.get_state(SessionState)
        if gone and gone.is_this_one:
            leave(session)
            return
        self.sessions = await ask(self, list_sessions)
        say(session, "That device is signed out.")

    @rx.event
    async def sign_out_everywhere(self):
        """End all sessions, this one too."""
        await ask(self, commands.sign_out_everywhere)
        leave(await self.get_state(SessionState), "/sign-in")


class AvatarState(rx.State):
    """One's own picture."""

    @rx.event
    async def choose(self, file_id: str):
        """Show the picture that was just sent, here and beside everything one wrote."""
        await ask(self, set_avatar, known_id(file_id, "file"))
        await self._show("That is you from now on.")

    @rx.event
    async def remove(self):
        """Go back to the drawn portrait."""
        await ask(self, set_avatar, None)
        await self._show("Your picture is gone.")

    async def _show(self, words: str) -> None:
        session = await self.get_state(SessionState)
        session.me = await ask(self, get_me)
        say(session, words)


async def go_through(state: rx.State, ticket: str) -> None:
    """Leave through the ticket route, and on to where the person wanted to go."""
    onward = state.router.url.query_parameters.get("next", "/")
    come_in(await state.get_state(SessionState), ticket, onward)


def field_messages(refusal: Invalid | TooMany, fields: tuple[str, ...]) -> dict[str, str]:
    """Messages for the form's fields; a wait stands above the form."""
    return by_field(refusal, fields) if isinstance(refusal, Invalid) else {"form": str(refusal)}
