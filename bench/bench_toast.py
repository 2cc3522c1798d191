"""Recognition: from one member's like to the toast on the author's page, with 500 members connected."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import uvloop
from sqlmodel import col, select

from bench.bench_clients import OPENED_AT_ONCE
from bench.community import Community, found, write_posts
from bench.report import keep, percentile, table
from bench.socket import PATCHES, Tab
from opentribe.domain.posts.models import Post
from opentribe.kit import migrations
from opentribe.kit.db import Database
from opentribe.settings import SQLITE_FILE
from tests import postgres
from tests.redis import running_redis
from tests.server import RunningApp, running_app

CLIENTS = 500
POSTS = 300
DEEDS = 150
PAUSE = 0.25
WAITS_FOR = 5.0
MARK = '"k":"points"'

Likes = list[tuple[int, int, str]]  # who likes, whose it is (numbers of members), and the post


async def measure(apps: list[RunningApp], community: Community, likes: Likes) -> list[float | None]:
    """The seconds of each like, None for one of which nothing was said; the author is at another server if there is."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
        tabs = [Tab(apps[number % len(apps)].url, secret) for number, secret in enumerate(community.secrets)]
        door = asyncio.Semaphore(OPENED_AT_ONCE)

        async def open_one(tab: Tab) -> None:
            async with door:
                await tab.open(client)

        await asyncio.gather(*map(open_one, tabs))
        await asyncio.sleep(8.0)  # the points of today's visit
        waits = [await _wait(tabs[liker], tabs[author], post_id) for liker, author, post_id in likes]
        await asyncio.gather(*(tab.close() for tab in tabs))
    return waits


async def _wait(liker: Tab, author: Tab, post_id: str) -> float | None:
    mark, began = len(author.pushes), time.perf_counter()
    await liker.call("like", {"post_id": post_id, "wanted": True}, PATCHES)
    told = None
    while told is None and time.perf_counter() < began + WAITS_FOR:
        told = next((at for at, frame in author.pushes[mark:] if MARK in frame), None)
        await asyncio.sleep(0.005)
    await asyncio.sleep(PAUSE)
    return None if told is None else told - began


def choose(database: Database, community: Community, count: int) -> Likes:
    """Likes that score: each by another member, who sits at another server than the author where there are two."""
    numbers = {identity_id: number for number, identity_id in enumerate(community.identity_ids)}
    with database.read() as session:
        oldest = select(Post.id, Post.posting_identity_id).order_by(col(Post.created_at)).limit(count)
        authors = [(str(post_id), numbers[author_id]) for post_id, author_id in session.exec(oldest)]
    return [
        ((author + 1 + 2 * place) % CLIENTS, author, post_id) for place, (post_id, author) in enumerate(authors)
    ]  # an odd way off, so never oneself


@contextmanager
def servers(kind: str, folder: Path) -> Iterator[tuple[list[RunningApp], Community, Likes]]:
    """SQLite behind one process, or PostgreSQL and Redis behind two."""
    with ExitStack() as stack:
        where: dict[str, str] = {}
        url = f"sqlite:///{folder / 'data' / SQLITE_FILE}"
        if kind == "postgresql":
            url = stack.enter_context(postgres.database())
            where = {"DATABASE_URL": url, "REDIS_URL": stack.enter_context(running_redis()).url}
        (folder / "data").mkdir()
        migrations.upgrade(url)
        database = Database(url)
        community = found(database, members=CLIENTS)
        write_posts(database, community, POSTS)
        likes = choose(database, community, DEEDS)
        database.close()
        apps = [stack.enter_context(running_app(folder, **where)) for _ in range(2 if where else 1)]
        yield apps, community, likes


def main(deeds: int = DEEDS) -> None:
    """Measure both; `quick` as an argument does fewer deeds."""
    rows: list[list[object]] = []
    for kind, words in (("sqlite", "SQLite, one process"), ("postgresql", "PostgreSQL and Redis, two processes")):
        with (
            tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder,
            servers(kind, Path(folder)) as (apps, community, likes),
        ):
            answers = uvloop.run(measure(apps, community, likes[:deeds]))
        waits = [wait for wait in answers if wait is not None]
        p50, p95, most = (percentile(waits, share) * 1000 for share in (0.5, 0.95, 1.0))
        rows.append([words, CLIENTS, len(waits), len(answers) - len(waits), f"{p50:.0f}", f"{p95:.0f}", f"{most:.0f}"])
        keep("toast", f"like to toast, {words}: p50 / p95", f"{p50:.0f} / {p95:.0f} ms", "p95 300 ms")
    table("From a like to the author's toast; the load and the servers share the machine",
          ["where", "clients", "told", "missed", "p50 ms", "p95", "max"], rows)  # fmt: skip


if __name__ == "__main__":
    main(30 if "quick" in sys.argv else DEEDS)
