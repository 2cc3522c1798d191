"""The server process: granian inside our own event loop, an orderly end, and a word when it really answers."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import NoReturn

import uvloop
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from reflex import App
from reflex_base.environment import environment
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from opentribe.settings import get_settings
from opentribe.web.serving.drain import RequestsUnderWay
from opentribe.web.serving.headers import SecurityHeaders

DRAIN_SECONDS = 8.0  # for requests and handlers under way; containers are killed 10 s after they are asked to end
LAST_SECONDS = 15.0  # then whatever still runs is abandoned
START_SECONDS = 60.0
ABANDONED = 1  # exit status when work had to be abandoned
M_ARENA_MAX = -8  # malloc.h
INTERRUPTED_TWICE = 130  # what shells report for Ctrl-C


LATE_SECONDS = 0.5  # for handlers that are called while the last requests finish

HandlersFinish = Callable[[float], Awaitable[bool]]


class NotStarted(Exception):
    """The server did not come to answer."""


def on_existing_build(app: App) -> tuple[ASGIApp, HandlersFinish]:
    """The app's ASGI side without compiling its pages again, and how to wait for its event handlers."""
    environment.REFLEX_SKIP_COMPILE.set(True)
    asgi = app()
    if isinstance(asgi, Starlette):
        # Reflex answers preflights before any route is asked; without it there is no CORS but what a route adds.
        asgi.user_middleware = [entry for entry in asgi.user_middleware if entry.cls is not CORSMiddleware]

    async def handlers_finish(seconds: float) -> bool:
        processor = app.event_processor
        processor.graceful_shutdown_timeout = LATE_SECONDS
        try:
            async with asyncio.timeout(seconds):
                await processor.join()
                while running := list(processor._tasks.values()):  # nothing public tells what runs
                    await asyncio.wait(running)
        except TimeoutError:
            return False
        return True

    return asgi, handlers_finish


def serve(app: App, host: str, port: int, announce: Callable[[], None]) -> NoReturn:
    """Serve until SIGINT or SIGTERM, then end the process. Raises NotStarted.

    The first signal lets work under way finish, within bounds; the second ends at once. The exit status is 0 when
    everything finished.
    """
    _use_few_arenas()
    _collect_seldom()
    uvloop.run(_Serving(*on_existing_build(app), announce).run(_address_of(host), port))
    raise AssertionError("unreachable: run() ends the process")


def _use_few_arenas() -> None:
    """Let all threads share two of glibc's memory arenas: with one for each, what is freed is seldom given back."""
    with contextlib.suppress(OSError, AttributeError):  # other C libraries manage their memory otherwise
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def _collect_seldom() -> None:
    """Look for garbage in cycles less often: with hundreds of open tabs each full look stops everybody for a while."""
    gc.collect()
    gc.freeze()  # what the start made stays
    gc.set_threshold(20_000, 20, 100)


class _Serving:
    def __init__(self, asgi: ASGIApp, handlers_finish: HandlersFinish, announce: Callable[[], None]) -> None:
        self.under_way = RequestsUnderWay(asgi)
        # Outermost, since some refusals come from Reflex's own layers around ours.
        self.app = SecurityHeaders(self.under_way, get_settings().public_url)
        self.handlers_finish = handlers_finish
        self.announce = announce
        self.asked_to_end = asyncio.Event()

    async def run(self, host: str, port: int) -> NoReturn:
        loop = asyncio.get_running_loop()
        for asked in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(asked, self._ask_to_end)
        server = Server(
            self.app, address=host, port=port, interface=Interfaces.ASGI, backlog=1024, log_level=LogLevels.error
        )
        serving = asyncio.create_task(server.serve())
        await self._until_answering(serving, host, port)
        ended = asyncio.create_task(self.asked_to_end.wait())
        await asyncio.wait({serving, ended}, return_when=asyncio.FIRST_COMPLETED)
        status = ABANDONED if serving.done() else 0
        finished = await asyncio.gather(self.under_way.finish(DRAIN_SECONDS), self.handlers_finish(DRAIN_SECONDS))
        if not all(finished):
            status = ABANDONED
        server.stop()
        await serving
        await loop.shutdown_default_executor()
        _leave(status)

    def _ask_to_end(self) -> None:
        if self.asked_to_end.is_set():
            os._exit(INTERRUPTED_TWICE)
        self.asked_to_end.set()
        last = threading.Timer(LAST_SECONDS, os._exit, (ABANDONED,))
        last.daemon = True
        last.start()

    async def _until_answering(self, serving: asyncio.Task[None], host: str, port: int) -> None:
        probe = asyncio.create_task(_probe(host, port))
        ended = asyncio.create_task(self.asked_to_end.wait())
        done, _ = await asyncio.wait(
            {probe, serving, ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for task in (probe, ended):
            task.cancel()
        if probe in done:
            self.announce()
        elif ended not in done:
            reason = serving.exception() if serving.done() else None
            raise NotStarted(f"the server did not answer: {reason}" if reason else "the server did not answer")


def _leave(status: int) -> NoReturn:
    """End the process without Python's teardown: granian's threads are still there, and taking the interpreter away
    under them aborts the process (seen in one end out of two). All our work is done and committed here."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status)


async def _probe(host: str, port: int) -> None:
    """Return when the server gives an HTTP answer."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(reached, port)
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            status = await reader.readline()
            writer.close()
            if status.startswith(b"HTTP/1.1 "):
                return
        await asyncio.sleep(0.02)


def _address_of(host: str) -> str:
    """Granian binds addresses, not names."""
    return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
