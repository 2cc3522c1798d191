"""Facts between workers, over a real Redis that also goes away and comes back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest
from redis import Redis

from opentribe.domain.posts.facts import PostLiked, PostRemoved
from opentribe.kit.facts import Fact
from opentribe.kit.ids import new_id
from opentribe.web.live.channel import NAME, Channel
from tests.redis import RunningRedis, running_redis

KINDS = (PostLiked, PostRemoved)


@pytest.fixture
def redis() -> Iterator[RunningRedis]:
    with running_redis() as server:
        yield server


class Worker:
    """A worker's end of the channel on an event loop of its own, in a thread of its own."""

    def __init__(self, url: str) -> None:
        self.heard: list[Fact] = []
        self.channel = Channel(url, KINDS, self._hear)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run)

    def _hear(self, told: Sequence[Fact]) -> None:
        self.heard.extend(told)

    def _run(self) -> None:
        self.task = self.loop.create_task(self.channel.run())
        with suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.task)
        self.loop.close()


@contextmanager
def workers(url: str, count: int = 2) -> Iterator[list[Worker]]:
    """Workers that listen already, if there is a Redis."""
    made = [Worker(url) for _ in range(count)]
    for worker in made:
        worker.thread.start()
    try:
        yield made
    finally:
        for worker in made:
            worker.loop.call_soon_threadsafe(worker.task.cancel)
            worker.thread.join(10)


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something that comes soon."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


def listeners(redis: RunningRedis) -> int:
    """How many are subscribed."""
    with Redis(port=redis.port) as client:
        return client.pubsub_numsub(NAME)[0][1]


def test_what_one_worker_commits_the_others_hear_and_itself_not_twice(redis: RunningRedis):
    told = [PostLiked(post_id=new_id(), identity_id=new_id()), PostRemoved(post_id=new_id(), by_user_id=None)]
    with workers(redis.url, 3) as (one, other, third):
        until(lambda: listeners(redis) == 3)
        one.channel.tell(told)
        until(lambda: len(other.heard) == len(third.heard) == 2)
        assert other.heard == third.heard == told
        other.channel.tell(told[:1])
        until(lambda: len(third.heard) == 3 and one.heard == told[:1])


def test_rubbish_on_the_channel_is_passed_over(redis: RunningRedis):
    fact = PostRemoved(post_id=new_id(), by_user_id=new_id())
    with workers(redis.url) as (one, other), Redis(port=redis.port) as client:
        until(lambda: listeners(redis) == 2)
        for rubbish in (
            "",
            "{",
            "[]",
            '["x",[["PostLiked",{"post_id":{"id":"no"}}]]]',
            '["x",[["Nothing",{}]]]',
            "[1,2]",
        ):
            client.publish(NAME, rubbish)
        one.channel.tell([fact])
        until(lambda: other.heard == [fact])


def test_a_redis_that_goes_away_and_comes_back_is_survived(redis: RunningRedis):
    fact = PostRemoved(post_id=new_id(), by_user_id=None)
    with workers(redis.url) as (one, other):
        until(lambda: listeners(redis) == 2)
        redis.stop()
        for _ in range(3):  # nobody waits for Redis
            one.channel.tell([PostRemoved(post_id=new_id(), by_user_id=None)])
        time.sleep(0.5)
        redis.start()
        until(lambda: listeners(redis) == 2, 30)

        def comes_through() -> bool:
            one.channel.tell([fact])
            time.sleep(0.2)
            return fact in other.heard

        until(comes_through, 30)


def test_a_worker_starts_without_redis_too(redis: RunningRedis):
    redis.stop()
    fact = PostRemoved(post_id=new_id(), by_user_id=None)
    with workers(redis.url) as (one, other):
        time.sleep(0.3)
        redis.start()
        until(lambda: listeners(redis) == 2, 30)
        one.channel.tell([fact])
        until(lambda: fact in other.heard)
