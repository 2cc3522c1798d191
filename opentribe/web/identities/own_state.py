"""What the page of one of one's identities holds and does: its words, its picture, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from opentribe.domain.identities.commands import delete_identity, describe_identity, set_identity_avatar
from opentribe.domain.identities.schemas import DescriptionDraft, IdentityCard
from opentribe.domain.posts.authors import NOT_YOURS, get_identity
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid, NotFound
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import in_form
from opentribe.web.session.state import SessionState, say


class OwnIdentityState(rx.State):
    """One identity of the reader's."""

    identity: IdentityCard | None = None
    errors: dict[str, str] = {}
    is_busy: bool = False
    is_missing: bool = False
    is_ending: bool = False

    @rx.event
    async def open(self):
        """Read the identity in the address (/identities/<id>); what is not the reader's is not there."""
        self.errors, self.is_ending, self.is_missing = {}, False, False
        if not (await self.get_state(SessionState)).me.is_member:
            self.identity = None
            return
        try:
            self.identity = await ask(self, get_identity, self._asked_id())
        except NotFound:
            self.identity, self.is_missing = None, True

    @rx.event
    async def describe(self, form: dict[str, Any]):
        """Say something else about it."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = fill(DescriptionDraft, {"description": form.get("description")})
            await ask(self, describe_identity, self._identity_id(), draft)
        except Invalid as refusal:
            self.errors = in_form(refusal, ("description",))
            return
        finally:
            self.is_busy = False
        await self._read_again("Saved.")

    @rx.event
    async def choose_picture(self, file_id: str):
        """Show the picture that was just sent, here and beside everything it wrote."""
        await ask(self, set_identity_avatar, self._identity_id(), known_id(file_id, "file"))
        await self._read_again("The new picture is up.")

    @rx.event
    async def remove_picture(self):
        """Go back to the drawn portrait."""
        await ask(self, set_identity_avatar, self._identity_id(), None)
        await self._read_again("The picture is gone.")

    @rx.event
    def ask_to_end(self):
        """Open the question whether to delete it."""
        self.is_ending = True

    @rx.event
    def keep(self):
        """Close that question."""
        self.is_ending = False

    @rx.event
    async def end(self):
        """Delete it with all its keys, and go back to the others."""
        await ask(self, delete_identity, self._identity_id())
        name = self.identity.name if self.identity else ""
        self.identity, self.is_ending = None, False
        say(await self.get_state(SessionState), f"{name} is deleted. What it wrote stays, marked as such.")
        return rx.redirect("/identities")

    async def _read_again(self, words: str) -> None:
        self.identity = await ask(self, get_identity, self._identity_id())
        say(await self.get_state(SessionState), words)

    def _asked_id(self) -> UUID:
        return known_id(str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1], "identity")

    def _identity_id(self) -> UUID:
        if self.identity is None:
            raise NotFound(NOT_YOURS)
        return self.identity.id
