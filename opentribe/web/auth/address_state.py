"""One's own address: whether it is confirmed, whether mail arrives there, and another one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.domain.links import commands
from opentribe.domain.links.schemas import AddressDraft
from opentribe.domain.mail.commands import try_own_address
from opentribe.domain.mail.queries import get_standing
from opentribe.kit.drafts import fill
from opentribe.kit.errors import Invalid, TooMany
from opentribe.web.auth.state import field_messages
from opentribe.web.session.asking import ask
from opentribe.web.session.state import SessionState, say


class AddressState(rx.State):
    """What can be done about one's address."""

    errors: dict[str, str] = {}
    is_busy: bool = False
    is_open: bool = False
    is_hidden: bool = False

    @rx.event
    async def send_again(self):
        """Send the link that confirms it once more."""
        await ask(self, commands.send_again)
        session = await self.get_state(SessionState)
        say(session, f"A link is on its way to {session.standing.address}.")

    @rx.event
    async def try_again(self):
        """Write there again although mail came back."""
        await ask(self, try_own_address)
        session = await self.get_state(SessionState)
        session.standing = await ask(self, get_standing)
        say(session, f"We write to {session.standing.address} again.")

    @rx.event
    def hide(self):
        """Put the line above the pages away until the tab is opened anew."""
        self.is_hidden = True

    @rx.event
    def open_form(self):
        """Show the form for another address."""
        self.is_open, self.errors = True, {}

    @rx.event
    def close_form(self):
        """Put it away."""
        self.is_open = False

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Send a link to the new address."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            await ask(self, commands.change_address, fill(AddressDraft, form))
        except (Invalid, TooMany) as refusal:
            self.errors = field_messages(refusal, ("email", "password"))
            return
        finally:
            self.is_busy = False
        self.is_open = False
        say(await self.get_state(SessionState), "Look into the new mailbox: the link there makes it yours.")
