"""The bus at work: for as long as the server runs, and with a channel to other workers where there is Redis."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

import reflex as rx

from opentribe.kit.facts import Fact, listen
from opentribe.settings import get_settings
from opentribe.web.live.bus import bus
from opentribe.web.live.channel import Channel
from opentribe.web.live.sockets import ReflexSockets


@contextlib.asynccontextmanager
async def pushing(app: rx.App, kinds: Iterable[type[Fact]]) -> AsyncIterator[None]:
    """Push what is committed here, and what other workers say that they committed."""
    stops = [listen(bus.hear)]
    tasks = [asyncio.create_task(bus.run(ReflexSockets(app)))]
    if url := get_settings().redis_url:
        channel = Channel(url, kinds, bus.hear)
        stops.append(listen(channel.tell))
        tasks.append(asyncio.create_task(channel.run()))
    try:
        yield
    finally:
        for stop in stops:
            stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
