"""Who is here, what the sidebar shows, and the one place for short messages: what every page shares."""

from __future__ import annotations

import contextlib
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from opentribe.domain.auth.commands import note_seen
from opentribe.domain.branding.queries import get_community
from opentribe.domain.branding.schemas import CommunityCard
from opentribe.domain.entry import together
from opentribe.domain.gamification.level_drafts import LevelCard
from opentribe.domain.gamification.queries import list_levels
from opentribe.domain.identities.queries import list_voices
from opentribe.domain.identities.schemas import VoiceCard
from opentribe.domain.mail.queries import get_standing
from opentribe.domain.mail.schemas import MailStanding
from opentribe.domain.members.commands import hide_bots
from opentribe.domain.members.queries import get_me
from opentribe.domain.members.schemas import Me
from opentribe.domain.notifications.queries import count_unread
from opentribe.domain.notifications.schemas import BellCount
from opentribe.domain.spaces.queries import list_spaces
from opentribe.domain.spaces.schemas import SpaceCard
from opentribe.kit.errors import Unavailable
from opentribe.kit.ids import new_id
from opentribe.web.session.asking import ask
from opentribe.web.session.onward import safe_path


class Notice(BaseModel):
    """A short message; its `key` tells it from an earlier one with the same words."""

    key: str = ""
    kind: str = "info"
    text: str = ""
    undo: str = ""


class Departure(BaseModel):
    """Where a full page load leads, and what is done before: spend a ticket, or end the session."""

    to: str = ""
    ticket: str = ""
    is_end: bool = False


class SessionState(rx.State):
    """The person behind this tab. Visitors have an empty `me`."""

    me: Me = Me()
    community: CommunityCard = CommunityCard()
    spaces: list[SpaceCard] = []
    voices: list[VoiceCard] = []
    standing: MailStanding = MailStanding()
    bell: BellCount = BellCount()
    levels: list[LevelCard] = []
    notice: Notice = Notice()
    departure: Departure = Departure()
    is_ready: bool = False

    _holder: str = ""

    @rx.var
    def has_unread(self) -> bool:
        """Whether any space has something new."""
        return any(card.has_unread for card in self.spaces)

    @rx.var
    def may_post_somewhere(self) -> bool:
        """Whether there is a space to post in."""
        return any(card.may_post for card in self.spaces)

    @rx.event
    async def enter(self):
        """Load what the frame around every page shows."""
        wanted = (get_me, get_community, list_spaces, list_voices, get_standing, count_unread, list_levels)
        shown = await ask(self, together, *wanted)
        self.me, self.community, self.spaces, self.voices, self.standing, self.bell, self.levels = shown
        self.is_ready = True
        if self.me.is_member:
            with contextlib.suppress(Unavailable):  # a database that cannot be written can still be read
                await ask(self, note_seen)

    @rx.event
    async def hide_bots(self, wanted: bool):
        """Leave bots out of what a member reads, or show them again; a visitor's browser keeps that itself."""
        await ask(self, hide_bots, wanted)
        self.me = await ask(self, get_me)
        await read_spaces(self)

    @rx.event
    async def count_bell(self):
        """Notifications came, or some were read in another tab."""
        self.bell = await ask(self, count_unread)

    @rx.event
    async def resume(self):
        """Who may see what has changed: one whose session has ended meanwhile leaves with all that the tab holds."""
        me = await ask(self, get_me)
        if self.me.is_member and not me.is_member:
            self.departure = Departure(to="/sign-in")

    @rx.event
    def sign_out(self):
        """Leave through the route that ends the session and takes the cookie away."""
        self.departure = Departure(to="/", is_end=True)

    @rx.event
    async def sign_in_again(self, words: str):
        """Somebody has to sign in first; one whose session ended meanwhile leaves with all that the tab still holds."""
        if self.me.is_member:
            # The cookie stays: in another tab the same browser may have signed in anew.
            self.departure = Departure(to="/sign-in")
            return None
        self.notice = Notice(key=new_id().hex, kind="error", text=words[:300])
        return rx.redirect("/sign-in")

    @rx.event
    def show_notice(self, kind: str, text: str):
        """Show a short message to this tab alone."""
        self.notice = Notice(key=new_id().hex, kind=kind, text=text[:300])


# Functions, not methods: Reflex lets browsers call every public method of a state.


def say(session: SessionState, text: str, kind: str = "success", undo: str = "") -> None:
    """Show a short message; `undo` names what its button takes back."""
    session.notice = Notice(key=new_id().hex, kind=kind, text=text, undo=undo)


def leave(session: SessionState, to: str = "/") -> None:
    """End the session of this browser and go on with a full page load."""
    session.departure = Departure(to=to, is_end=True)


def come_in(session: SessionState, ticket: str, to: str) -> None:
    """Let the browser fetch its session cookie and go on with a full page load."""
    session.departure = Departure(to=safe_path(to), ticket=ticket)


async def read_spaces(session: SessionState) -> None:
    """Read the sidebar again, as after a change."""
    session.spaces = await ask(session, list_spaces)


def mark_read(session: SessionState, space_id: UUID) -> None:
    """Clear a space's unread dot in the sidebar."""
    if any(card.id == space_id and card.has_unread for card in session.spaces):
        session.spaces = [
            card.model_copy(update={"has_unread": False}) if card.id == space_id else card for card in session.spaces
        ]
