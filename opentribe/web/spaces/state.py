"""What the pages about spaces hold and do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from opentribe.domain.payments.queries import list_tiers
from opentribe.domain.payments.schemas import TierCard
from opentribe.domain.spaces import commands
from opentribe.domain.spaces.queries import get_space, list_all_spaces, list_invited
from opentribe.domain.spaces.schemas import InvitedCard, SpaceCard, SpaceDetail, SpaceDraft
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid, NotFound
from opentribe.kit.ids import parse_id
from opentribe.web.session.asking import ask, known_id
from opentribe.web.session.refusal import by_field
from opentribe.web.session.state import SessionState, read_spaces, say

FIELDS = ("name", "slug", "icon", "description", "visibility", "post_permission", "required_tier_id")


class ArrangeState(rx.State):
    """All spaces in their order, for those who arrange them."""

    spaces: list[SpaceCard] = []
    archived: list[SpaceCard] = []
    is_loading: bool = True

    @rx.event
    async def load_for_admins(self):
        """Read the list; for others the page shows that it is not there."""
        if (await self.get_state(SessionState)).me.is_admin:
            await self._read()

    async def _read(self) -> None:
        cards = await ask(self, list_all_spaces)
        self.spaces = [card for card in cards if not card.is_archived]
        self.archived = [card for card in cards if card.is_archived]
        self.is_loading = False

    @rx.event
    async def reorder(self, space_ids: list[str]):
        """Store the order that was dragged or keyed."""
        known = [space_id for text in space_ids[:500] if (space_id := parse_id(text)) is not None]
        await ask(self, commands.reorder_spaces, known)
        await self._changed("")

    @rx.event
    async def archive(self, space_id: str):
        """Close a space."""
        await ask(self, commands.archive_space, known_id(space_id, "space"))
        await self._changed("Archived. It can still be read, and restored at any time.")

    @rx.event
    async def restore(self, space_id: str):
        """Open a space again."""
        await ask(self, commands.restore_space, known_id(space_id, "space"))
        await self._changed("The space is open again.")

    async def _changed(self, words: str) -> None:
        await self._read()
        session = await self.get_state(SessionState)
        await read_spaces(session)
        if words:
            say(session, words)


class SpaceFormState(rx.State):
    """The form of one space, new or there already."""

    space: SpaceDetail | None = None
    invited: list[InvitedCard] = []
    tiers: list[TierCard] = []
    errors: dict[str, str] = {}
    visibility: str = "members"
    icon: str = "💬"
    is_busy: bool = False
    is_loading: bool = True
    is_missing: bool = False

    @rx.event
    async def open_new(self):
        """An empty form."""
        self.reset()
        if (await self.get_state(SessionState)).me.is_admin:
            self.tiers = await ask(self, list_tiers)
        self.is_loading = False

    @rx.event
    async def open_existing(self):
        """The form filled with the space in the address (/spaces/<slug>/edit)."""
        self.reset()
        if not (await self.get_state(SessionState)).me.is_admin:
            return
        try:
            slug = str(self.router.url.path).rstrip("/").split("/")[-2]
            space = await ask(self, get_space, slug)
            self.invited = await ask(self, list_invited, space.id)
            self.tiers = await ask(self, list_tiers)
        except (NotFound, IndexError):
            self.is_missing, self.is_loading = True, False
            return
        self.space, self.visibility, self.icon, self.is_loading = space, space.visibility, space.icon, False

    @rx.event
    def choose_visibility(self, visibility: str):
        """Show what goes with the choice."""
        self.visibility = str(visibility)

    @rx.event
    def choose_icon(self, icon: str):
        """Keep the picked emoji."""
        self.icon = str(icon)[:16]

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make or change the space, and go to it."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            draft = fill(SpaceDraft, form | {"bots_allowed": bool(form.get("bots_allowed"))})
            saved = await self._store(draft)
        except Invalid as refusal:
            self.errors = by_field(refusal, FIELDS)
            return
        finally:
            self.is_busy = False
        session = await self.get_state(SessionState)
        await read_spaces(session)
        say(session, "Saved." if self.space else "Your space is ready.")
        yield rx.redirect(f"/spaces/{saved}")

    async def _store(self, draft: SpaceDraft) -> str:
        if self.space is None:
            return (await ask(self, commands.create_space, draft)).slug
        return (await ask(self, commands.edit_space, self.space.id, draft)).slug

    @rx.event
    async def choose_cover(self, file_id: str):
        """Put the picture that was just sent over the space."""
        await self._cover(known_id(file_id, "file"), "The cover is up.")

    @rx.event
    async def remove_cover(self):
        """Take the cover down."""
        await self._cover(None, "The cover is gone.")

    async def _cover(self, file_id: UUID | None, words: str) -> None:
        address = await ask(self, commands.set_cover, self._space_id(), file_id)
        if self.space is not None:
            self.space = self.space.model_copy(update={"cover_file": address})
        say(await self.get_state(SessionState), words)

    @rx.event
    async def invite(self, form: dict[str, Any]):
        """Let a member into the secret space."""
        self.errors = {}
        try:
            await ask(self, commands.invite, self._space_id(), str(form.get("username", "")))
        except Invalid as refusal:
            self.errors = by_field(refusal, ("username",))
            return
        self.invited = await ask(self, list_invited, self._space_id())

    @rx.event
    async def uninvite(self, user_id: str):
        """Take an invitation back."""
        await ask(self, commands.uninvite, self._space_id(), known_id(user_id, "member"))
        self.invited = await ask(self, list_invited, self._space_id())

    def _space_id(self) -> UUID:
        if self.space is None:
            raise NotFound("Save the space first.")
        return self.space.id
