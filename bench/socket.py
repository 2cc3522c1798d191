"""A browser tab without a browser: Socket.IO frames over a raw websocket, as the built page sends them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import uuid4

import aiohttp

from opentribe.web.session.cookie import COOKIE

STATE = "reflex___state____state"
HOME = f"{STATE}.opentribe___web___posts___feed_state____home_state"
ROUTER = {"pathname": "/", "asPath": "/"}
PING, PONG = "2", "3"
PUSH = '42/_event,["live",'
HYDRATED = '"is_hydrated_rx_state_":true'
BATCH, PATCHES = '"batch_rx_state_"', '"patches_rx_state_"'
PATIENCE = 20.0


class Tab:
    """One connection. Handlers are called one at a time, as a person presses one button after the other."""

    def __init__(self, address: str, secret: str) -> None:
        self.address = f"{address.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={uuid4()}"
        self.headers = {"Cookie": f"{COOKIE}={secret}"} if secret else {}
        self.received = 0
        self.liked: set[str] = set()
        self.pushes: list[tuple[float, str]] = []
        self._last = ""
        self._awaited = ""
        self._answer: asyncio.Future[str] | None = None
        self._busy = asyncio.Lock()

    async def open(self, client: aiohttp.ClientSession) -> float:
        """Connect, hydrate and load the home page; the seconds it took."""
        began = time.perf_counter()
        self._socket = await client.ws_connect(self.address, headers=self.headers, max_msg_size=0)
        self._reading = asyncio.create_task(self._read())
        event = {"name": f"{STATE}.hydrate_and_load", "payload": {}, "router_data": ROUTER}
        await self._send_and_wait(f"40/_event,{json.dumps({'event': event})}", HYDRATED)
        return time.perf_counter() - began

    async def load(self, _number: int) -> None:
        """Read the feed again."""
        await self.call("load", {}, BATCH)

    async def call(self, handler: str, payload: dict[str, object], awaited: str) -> None:
        """Call a handler of the home page and wait for the delta that holds `awaited`."""
        event = {"name": f"{HOME}.{handler}", "payload": payload, "router_data": ROUTER}
        async with self._busy:
            await self._send_and_wait(f"42/_event,{json.dumps(['event', event])}", awaited)

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        await self._socket.close()
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _send_and_wait(self, frame: str, awaited: str) -> None:
        self._awaited, self._answer = awaited, asyncio.get_running_loop().create_future()
        await self._socket.send_str(frame)
        try:
            await asyncio.wait_for(self._answer, PATIENCE)
        except TimeoutError:
            raise TimeoutError(f"no {awaited} within {PATIENCE:.0f} s; the last frame was {self._last[:300]}") from None

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            frame: str = message.data
            self.received += len(frame)
            self._last = frame
            if frame.startswith(PUSH):
                self.pushes.append((time.perf_counter(), frame))
            elif frame == PING:
                await self._socket.send_str(PONG)
            elif self._answer is not None and not self._answer.done() and self._awaited in frame:
                self._answer.set_result(frame)


def liking(post_ids: list[str]) -> Callable[[Tab, int], Awaitable[None]]:
    """A deed for load: a tab likes or unlikes a post in turn, so that every answer says something new."""

    async def like(tab: Tab, number: int) -> None:
        post_id = post_ids[number % len(post_ids)]
        tab.liked ^= {post_id}
        await tab.call("like", {"post_id": post_id, "wanted": post_id in tab.liked}, PATCHES)

    return like
