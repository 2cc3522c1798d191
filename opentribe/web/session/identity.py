"""The identity middleware: a tab's state belongs to one session and is emptied when the session changes or ends."""

from __future__ import annotations

from functools import partial

import reflex as rx
from reflex.middleware import Middleware

from opentribe.domain.entry import perform
from opentribe.domain.members.queries import get_me
from opentribe.kit.db import get_database
from opentribe.web.session.asking import credential_of, in_thread
from opentribe.web.session.state import Departure, SessionState


class IdentityMiddleware(Middleware):
    """Runs before every event, the first one of a page included."""

    async def preprocess(self, app: rx.App, state: rx.State, event: rx.event.Event) -> None:
        """Empty all states of the tab if it now speaks for another session, or if the session is over.

        The client's token alone gives a tab its state back, so without this a shared computer would show
        the next person what the previous one saw.
        """
        session = await state.get_state(SessionState)
        shown = credential_of(state)
        if "hydrate" in event.name:
            session.departure = Departure()  # one way out for each page load: a failed one must not repeat itself
        if session._holder == shown.session_hash and not await self._has_ended(session, event):
            return
        state.reset()
        session._holder = shown.session_hash

    async def _has_ended(self, session: SessionState, event: rx.event.Event) -> bool:
        """Whether a page that is being opened anew belongs to a session that was revoked or ran out meanwhile."""
        if not session.me.is_member or "hydrate" not in event.name:
            return False
        me = await in_thread(partial(perform, get_database(), credential_of(session), get_me))
        return not me.is_member
