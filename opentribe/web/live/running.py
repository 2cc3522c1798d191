"""The bus at work: for as long as the server runs, and with a channel to other workers where there is Redis."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence

import reflex as rx

from opentribe.kit.facts import Fact, listen
from opentribe.settings import get_settings
from opentribe.web.live.bus import bus
from opentribe.web.live.channel import Channel
from opentribe.web.live.rounds import Rounds
from opentribe.web.live.signals import SIGNALS
from opentribe.web.live.sockets import ReflexSockets


def _to_nobody(_told: Sequence[Fact]) -> None:
    """Where there is one worker."""


@contextlib.asynccontextmanager
async def pushing(app: rx.App, kinds: Iterable[type[Fact]]) -> AsyncIterator[None]:
    """Push what is committed here, and what other workers say that they committed."""
    stops = [listen(bus.hear)]
    sockets = ReflexSockets(app)
    tasks = [asyncio.create_task(bus.run(sockets)), asyncio.create_task(Rounds(bus, sockets).run())]
    if url := get_settings().redis_url:
        channel = Channel(url, (*kinds, *SIGNALS), bus.hear)
        bus.pass_on = channel.tell
        stops.append(listen(channel.tell))
        tasks.append(asyncio.create_task(channel.run()))
    try:
        yield
    finally:
        bus.pass_on = _to_nobody
        for stop in stops:
            stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
