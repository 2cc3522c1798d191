"""Facts on their way to open pages: what waits together is pushed together, and no lane waits for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from opentribe.kit.facts import Fact

log = logging.getLogger(__name__)


class Lane:
    """The first fact after a pause is pushed at once; what comes within `pace` seconds of it is the next push."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._pending: list[Fact] = []
        self._heard = asyncio.Event()

    def add(self, fact: Fact) -> None:
        """Let a fact wait for the next push; called on the event loop."""
        self._pending.append(fact)
        self._heard.set()

    async def run(self, push: Callable[[Sequence[Fact]], Awaitable[None]]) -> None:
        """Push until cancelled. What goes wrong with one push is logged, and the next one is tried."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            told, self._pending = self._pending, []
            try:
                await push(told)
            except Exception:
                log.exception("a push failed")
            await asyncio.sleep(self._pace)
