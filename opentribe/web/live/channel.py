"""Facts between the workers of one installation: what one of them committed, the buses of the others hear too."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from opentribe.kit.facts import Fact, listen
from opentribe.kit.ids import new_id

log = logging.getLogger(__name__)
NAME = "opentribe:facts"
MOST_WAITING = 1000  # facts that wait while Redis is away; older ones are dropped, as pushes may be
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0  # seconds, doubled with every try
STOP_SECONDS = 2.0


class Channel:
    """One worker's end. Without Redis its own pages hear all the same; when Redis is back, the others do too."""

    def __init__(self, url: str, kinds: Iterable[type[Fact]], hear: Callable[[Sequence[Fact]], None]) -> None:
        self._url = url
        self._kinds = {kind.__name__: kind for kind in kinds}
        self._hear = hear
        self._me = new_id().hex
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self, told: Sequence[Fact]) -> None:
        """Pass on what this worker committed; a listener of `kit.facts`, so it may come from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, self._packed(told))

    async def run(self) -> None:
        """Pass on and listen until cancelled."""
        self._loop = asyncio.get_running_loop()
        try:
            await asyncio.gather(self._always(self._send), self._always(self._listen))
        finally:
            self._loop = None

    async def _always(self, work: Callable[[Redis], Any]) -> None:
        """Keep at it with a new connection whenever Redis was away, ever less often."""
        wait = FIRST_WAIT
        while True:
            redis = Redis.from_url(self._url, socket_connect_timeout=5, health_check_interval=15)
            began = asyncio.get_running_loop().time()
            try:
                await work(redis)
            except (RedisError, OSError) as error:
                if asyncio.get_running_loop().time() - began > LONGEST_WAIT:
                    wait = FIRST_WAIT
                log.warning("Redis is away, so other workers' pages hear later or not (%s)", type(error).__name__)
            finally:
                await redis.aclose()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _send(self, redis: Redis) -> None:
        while True:
            await redis.publish(NAME, await self._waiting.get())

    async def _listen(self, redis: Redis) -> None:
        async with redis.pubsub() as pubsub:
            await pubsub.subscribe(NAME)
            async for message in pubsub.listen():
                if message["type"] == "message" and (told := self._unpacked(message["data"])):
                    self._hear(told)

    def _put(self, text: str) -> None:
        if self._waiting.full():
            self._waiting.get_nowait()
        self._waiting.put_nowait(text)

    def _packed(self, told: Sequence[Fact]) -> str:
        facts = [[type(fact).__name__, {name: _plain(value) for name, value in _fields(fact)}] for fact in told]
        return json.dumps([self._me, facts], separators=(",", ":"))

    def _unpacked(self, data: bytes) -> list[Fact]:
        """The facts of another worker. What this version does not know is passed over, as during an update."""
        try:
            sender, facts = json.loads(data)
            known = [] if sender == self._me else [fact for fact in facts if fact[0] in self._kinds]
            return [self._kinds[name](**{key: _rich(value) for key, value in given.items()}) for name, given in known]
        except (ValueError, TypeError, KeyError, IndexError):
            log.warning("something that is no fact came over the channel")
            return []


@contextlib.contextmanager
def passing_on(url: str, kinds: Iterable[type[Fact]]) -> Iterator[None]:
    """Let the workers' pages hear what is committed in a process that has none, and no event loop either."""
    channel, loop = Channel(url, kinds, lambda _told: None), asyncio.new_event_loop()
    task = loop.create_task(channel.run())

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.close()

    thread = threading.Thread(target=run, name="channel", daemon=True)
    thread.start()
    stop = listen(channel.tell)
    try:
        yield
    finally:
        stop()
        loop.call_soon_threadsafe(task.cancel)
        thread.join(STOP_SECONDS)


def _fields(fact: Fact) -> list[tuple[str, Any]]:
    return [(field.name, getattr(fact, field.name)) for field in dataclasses.fields(fact)]


def _plain(value: Any) -> Any:
    return {"id": value.hex} if isinstance(value, UUID) else value


def _rich(value: Any) -> Any:
    return UUID(value["id"]) if isinstance(value, dict) else value
