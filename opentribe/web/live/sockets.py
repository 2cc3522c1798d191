"""The sockets of open tabs: one packet, encoded once, to as many as it is for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import reflex as rx
from engineio.packet import MESSAGE, Packet

EVENT = "live"
AT_A_TIME = 50
# Packets that wait for a tab that does not read. Beyond, it is told nothing more; then, to read its page again.
MOST_WAITING = 100


class Sockets(Protocol):
    """Where the bus sends to."""

    async def send(self, sids: Iterable[str], said: Sequence[str]) -> None:
        """Give each of these sockets the same notes, which are JSON already."""

    def is_open(self, sid: str) -> bool:
        """Whether somebody is at the other end."""

    def on_gone(self, forget: Callable[[str], None]) -> None:
        """Call `forget` with each socket that closes."""

    def caught_up(self) -> list[str]:
        """Those who missed something since they did not read, and read again now; each is named once."""


class ReflexSockets:
    """Reflex's own websocket: the tabs have it open for their events anyway.

    `emit` would encode the packet and start a task for every receiver; here one packet waits in all their queues.
    """

    def __init__(self, app: rx.App) -> None:
        assert app.sio is not None
        assert app.event_namespace is not None
        self._namespace: Any = app.event_namespace
        self._sio: Any = app.sio
        self._behind: set[str] = set()

    async def send(self, sids: Iterable[str], said: Sequence[str]) -> None:
        """See `Sockets`."""
        name = self._namespace.namespace
        packet = Packet(MESSAGE, f'2{name},["{EVENT}",[{",".join(said)}]]')
        for number, sid in enumerate(sids, 1):
            engine_id = self._sio.manager.eio_sid_from_sid(sid, name)
            socket = self._sio.eio.sockets.get(engine_id)
            if socket is None or socket.closed:
                continue
            if sid in self._behind or socket.queue.qsize() > MOST_WAITING:
                self._behind.add(sid)
                continue
            await self._sio.eio.send_packet(engine_id, packet)
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)  # the writers send, and others get their turn

    def caught_up(self) -> list[str]:
        """See `Sockets`."""
        open_now = {sid for sid in self._behind if self.is_open(sid)}
        found = [sid for sid in open_now if self._queued(sid) == 0]
        self._behind = open_now - set(found)
        return found

    def _queued(self, sid: str) -> int:
        socket = self._sio.eio.sockets.get(self._sio.manager.eio_sid_from_sid(sid, self._namespace.namespace))
        return 0 if socket is None else int(socket.queue.qsize())

    def is_open(self, sid: str) -> bool:
        """See `Sockets`."""
        return sid in self._namespace.sid_to_token

    def on_gone(self, forget: Callable[[str], None]) -> None:
        """See `Sockets`."""
        reflex_on_disconnect = self._namespace.on_disconnect

        def on_disconnect(sid: str, *_reason: object) -> object:
            forget(sid)
            return reflex_on_disconnect(sid)

        self._namespace.on_disconnect = on_disconnect


def as_json(said: object) -> str:
    """How a note travels."""
    return json.dumps(said, separators=(",", ":"))
