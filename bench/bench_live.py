"""Pushes: from one member's deed to the open pages of 2, 100 and 500 others, and what they cost the server."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psutil
import uvloop

from bench.bench_clients import OPENED_AT_ONCE
from bench.community import Community, found, write_posts
from bench.report import keep, percentile, table
from bench.socket import BATCH, Tab
from opentribe.kit import migrations
from opentribe.kit.db import Database
from opentribe.settings import SQLITE_FILE
from tests.server import RunningApp, running_app

CLIENTS = (2, 100, 500)
POSTS = 60
DEEDS = 40
BURST = 200  # likes in a row by different people, as fast as they go
PAUSE = 0.4  # longer than the bus gathers, so that every deed is a push of its own
WAITS_FOR = 5.0


@dataclass
class Watched:
    """What reached the watchers of some deeds."""

    waits: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    missed: int = 0
    cpu: float = 0.0


class Bench:
    """A server, its watchers, and one who does things."""

    def __init__(self, app: RunningApp, community: Community, newest_id: str) -> None:
        self.app = app
        self.community = community
        self.newest_id = newest_id  # of the post that all watchers show
        self.server = psutil.Process(app.process.pid)

    async def measure(self, count: int, deeds: int) -> list[list[object]]:
        """Rows for likes of a post that everybody shows and for new posts, with `count` watchers."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
            before = self.server.memory_info().rss
            tabs = [Tab(self.app.url, secret) for secret in self.community.secrets[: count + 1]]
            door = asyncio.Semaphore(OPENED_AT_ONCE)

            async def open_one(tab: Tab) -> None:
                async with door:
                    await tab.open(client)

            await asyncio.gather(*map(open_one, tabs))
            await asyncio.sleep(2.0)
            memory = (self.server.memory_info().rss - before) / 1000 / len(tabs)
            doer, watchers = tabs[0], tabs[1:]
            post_id = self.newest_id
            likes, posts = Watched(), Watched()
            for number in range(deeds):
                await self._watch(likes, doer, watchers, "like", {"post_id": post_id, "wanted": number % 2 == 1})
            for number in range(deeds // 2):
                form = {"space_id": str(self.community.space_ids[0]), "title": "", "content": f"News {number}"}
                await self._watch(posts, doer, watchers, "publish", {"form": form})
            packets, seconds = await self._burst(tabs, post_id)
            await asyncio.gather(*(tab.close() for tab in tabs))
        burst = f"{packets / max(1, len(watchers)):.0f} in {seconds:.1f} s"
        return [
            self._row(count, "like", likes, deeds, memory, burst),
            self._row(count, "new post", posts, deeds // 2, memory, ""),
        ]

    async def _watch(
        self, seen: Watched, doer: Tab, watchers: list[Tab], handler: str, payload: dict[str, object]
    ) -> None:
        """One deed, and when each watcher heard of it. It counts from when the doer's browser sends it."""
        marks = [len(tab.pushes) for tab in watchers]
        cpu, began = sum(self.server.cpu_times()[:2]), time.perf_counter()
        await doer.call(handler, payload, '"patches_rx_state_"' if handler == "like" else BATCH)
        deadline = began + WAITS_FOR
        told = list(zip(watchers, marks, strict=True))
        while time.perf_counter() < deadline and any(len(tab.pushes) == mark for tab, mark in told):  # noqa: ASYNC110 - tabs fill lists
            await asyncio.sleep(0.005)
        for tab, mark in told:
            if len(tab.pushes) == mark:
                seen.missed += 1
                continue
            at, frame = tab.pushes[mark]
            seen.waits.append(at - began)
            seen.sizes.append(len(frame))
        await asyncio.sleep(PAUSE)
        seen.cpu += sum(self.server.cpu_times()[:2]) - cpu

    async def _burst(self, tabs: list[Tab], post_id: str) -> tuple[int, float]:
        """Many like one post at once: how many packets the watchers got, and in what time."""
        marks = sum(len(tab.pushes) for tab in tabs)
        began = time.perf_counter()
        likers = tabs[1 : BURST + 1]
        await asyncio.gather(
            *(tab.call("like", {"post_id": post_id, "wanted": True}, '"patches_rx_state_"') for tab in likers)
        )
        seconds = time.perf_counter() - began
        await asyncio.sleep(1.0)
        return sum(len(tab.pushes) for tab in tabs) - marks, seconds

    def _row(self, count: int, deed: str, seen: Watched, deeds: int, memory: float, burst: str) -> list[object]:
        p50, p95, most = (percentile(seen.waits, share) * 1000 for share in (0.5, 0.95, 1.0))
        each = seen.cpu / max(1, deeds * count) * 1e6
        if count == CLIENTS[-1]:
            keep("live", f"{deed} to {count} open pages: p50 / p95", f"{p50:.0f} / {p95:.0f} ms", "p95 150 ms")
        return [count, deed, f"{p50:.0f}", f"{p95:.0f}", f"{most:.0f}", seen.missed,
                f"{percentile(seen.sizes, 0.5)}", f"{each:.0f}", f"{memory:.0f}", burst]  # fmt: skip


def main(deeds: int = DEEDS) -> None:
    """Measure with each number of watchers on a fresh server; `quick` as an argument does fewer deeds."""
    rows: list[list[object]] = []
    for count in CLIENTS:
        with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
            (Path(folder) / "data").mkdir()
            url = f"sqlite:///{Path(folder) / 'data' / SQLITE_FILE}"
            migrations.upgrade(url)
            database = Database(url)
            community = found(database, members=count + 1)
            places = write_posts(database, community, POSTS)
            database.close()
            with running_app(Path(folder)) as app:
                bench = Bench(app, community, str(max(places)[1]))
                rows += uvloop.run(bench.measure(count, deeds))
    table(f"Pushes on SQLite: {deeds} deeds one after the other; the load and the server share the machine",
          ["watchers", "deed", "p50 ms", "p95", "max", "missed", "bytes", "µs/client", "kB/client", "burst"],
          rows)  # fmt: skip


if __name__ == "__main__":
    main(10 if "quick" in sys.argv else DEEDS)
