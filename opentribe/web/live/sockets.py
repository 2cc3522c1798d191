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
# Packets that wait for a tab that does not read. Beyond, it is told nothing more until it has caught up.
MOST_WAITING = 100


class Sockets(Protocol):
    """Where the bus sends to."""

    async def send(self, sids: Iterable[str], said: Sequence[str]) -> None:
        """Give each of these sockets the same notes, which are JSON already."""

    def is_open(self, sid: str) -> bool:
        """Whether somebody is at the other end."""

    def on_gone(self, forget: Callable[[str], None]) -> None:
        """Call `forget` with each socket that closes."""


class ReflexSockets:
    """Reflex's own websocket: the tabs have it open for their events anyway.

    `emit` would encode the packet and start a task for every receiver; here one packet waits in all their queues.
    """

    def __init__(self, app: rx.App) -> None:
        assert app.sio is not None
        assert app.event_namespace is not None
        self._namespace: Any = app.event_namespace
        self._sio: Any = app.sio

    async def send(self, sids: Iterable[str], said: Sequence[str]) -> None:
        """See `Sockets`."""
        name = self._namespace.namespace
        packet = Packet(MESSAGE, f'2{name},["{EVENT}",[{",".join(said)}]]')
        for number, sid in enumerate(sids, 1):
            engine_id = self._sio.manager.eio_sid_from_sid(sid, name)
            socket = self._sio.eio.sockets.get(engine_id)
            if socket is None or socket.closed or socket.queue.qsize() > MOST_WAITING:
                continue
            await self._sio.eio.send_packet(engine_id, packet)
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)  # the writers send, and others get their turn

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
