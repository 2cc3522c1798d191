"""Requests under way: counted, so that the server can end when they are done."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from opentribe.web.serving.site import answer


class RequestsUnderWay:
    """Counts HTTP requests, and refuses new ones once `closing` is set. Outermost layer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.count = 0
        self.closing = False
        self.done = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.closing:
            await answer(scope, send, 503, b"Restarting", {"retry-after": "5", "connection": "close"})
            return
        self.count += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._one_less()

    def _one_less(self) -> None:
        self.count -= 1
        if self.closing and not self.count:
            self.done.set()

    async def finish(self, seconds: float) -> bool:
        """Take no new requests and wait for those under way; tell whether they ended in time."""
        self.closing = True
        if not self.count:
            return True
        try:
            await asyncio.wait_for(self.done.wait(), seconds)
        except TimeoutError:
            return False
        return True
