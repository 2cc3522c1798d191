"""Every tab's own line to what happens."""

from __future__ import annotations

import reflex as rx

from opentribe.web.live.watching import watch


class LiveState(rx.State):
    """Stands last in what every page loads, so that pages which watch nothing of their own hear the news too."""

    @rx.event
    async def begin(self):
        """Watch what every tab watches; who may see it is asked for each push."""
        await watch(self)
