"""What is looked after every few seconds: who is here, and tabs that fell behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from uuid import UUID

from opentribe.domain.audience import handles_of
from opentribe.kit.db import get_database
from opentribe.web.live.bus import Bus
from opentribe.web.live.presence import HEARTBEAT
from opentribe.web.live.sockets import Sockets, as_json

log = logging.getLogger(__name__)
PACE = 1.0  # seconds; those who come within it are told of together
READ_ANEW = 60.0  # seconds; handles change seldom, and profiles are seldom made private


class Rounds:
    """One for each process, on its event loop."""

    def __init__(self, bus: Bus, sockets: Sockets) -> None:
        self._bus, self._sockets = bus, sockets
        self._handles: dict[UUID, str] = {}
        self._of: set[UUID] = set()
        self._read_at = 0.0

    async def run(self) -> None:
        """Go round until cancelled, at once when somebody comes."""
        came = self._bus.watchers.somebody_came
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(came.wait(), HEARTBEAT)
            came.clear()
            try:
                await self._say_who_is_here()
                await self._bus.say_again(self._sockets, self._sockets.caught_up())
            except Exception:
                log.exception("a round failed")
            await asyncio.sleep(PACE)

    async def _say_who_is_here(self) -> None:
        presence, open_now = self._bus.presence, self._bus.watchers.by_sid
        readers = await self._bus.readers()
        members = {sid: readers[held.session_hash] for sid, held in open_now.items() if held.session_hash in readers}
        self._bus.pass_on([presence.own(actor.user_id for actor in members.values() if actor.user_id)])
        came, gone = presence.turn(await self._handles_of(presence.present()))
        knowing = [sid for sid in members if sid in open_now and open_now[sid].knows_who_is_here]
        if came or gone:
            await self._sockets.send(knowing, [as_json({"k": "here", "on": came, "off": gone})])
        unknowing = [sid for sid in members if sid in open_now and not open_now[sid].knows_who_is_here]
        if unknowing:
            for sid in unknowing:
                open_now[sid].knows_who_is_here = True
            await self._sockets.send(unknowing, [as_json({"k": "here", "all": [*presence.shown.values()]})])

    async def _handles_of(self, present: set[UUID]) -> dict[UUID, str]:
        if present != self._of or time.monotonic() - self._read_at > READ_ANEW:
            self._handles = await asyncio.to_thread(handles_of, get_database(), present) if present else {}
            self._of, self._read_at = present, time.monotonic()
        return self._handles
