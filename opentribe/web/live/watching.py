"""How pages say what they watch."""

from __future__ import annotations

import reflex as rx

from opentribe.web.live.bus import bus
from opentribe.web.session.asking import credential_of
from opentribe.web.session.state import SessionState


async def watch(state: rx.State, *topics: str) -> None:
    """Let the tab behind a state watch these as well, for as long as it shows the page it is on.

    Watching gives no right to see: that is asked for each push.
    """
    session = await state.get_state(SessionState)
    shown = credential_of(state).session_hash
    bus.watch(state.router.session.session_id, shown, session.me.user_id, str(state.router.url.path), topics)
