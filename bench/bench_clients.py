"""Many tabs at once: events per second, waiting times and memory with 100 and with 500 signed-in members."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from bench.bench_pages import POSTS
from bench.community import Community, found, write_posts
from bench.report import keep, percentile, table
from bench.socket import Tab, liking
from opentribe.kit import migrations
from opentribe.kit.db import Database
from opentribe.settings import SQLITE_FILE
from tests.server import RunningApp, running_app

CLIENTS = (100, 500)
RATES = (50, 100)
SECONDS = 6.0
WARM_UP = 5
OPENED_AT_ONCE = 20
SETTLE = 3.0

Deed = Callable[[Tab, int], Awaitable[None]]


@dataclass(frozen=True)
class Load:
    """What one stretch of load came to."""

    waits: list[float]
    seconds: float
    server_cpu: float
    client_cpu: float

    def row(self) -> list[str]:
        """For the table: events per second, waits in ms, and how busy both sides' cores were."""
        return [
            f"{len(self.waits) / self.seconds:.0f}",
            f"{percentile(self.waits, 0.5) * 1000:.0f}",
            f"{percentile(self.waits, 0.95) * 1000:.0f}",
            f"{self.server_cpu / self.seconds:.0%}",
            f"{self.client_cpu / self.seconds:.0%}",
            f"{self.server_cpu / max(1, len(self.waits)) * 1000:.1f}",
        ]


class Bench:
    """A server with its tabs."""

    def __init__(self, app: RunningApp, community: Community, post_ids: list[str]) -> None:
        self.app = app
        self.community = community
        self.server = psutil.Process(app.process.pid)
        self.deeds: dict[str, Deed] = {"reload the feed": Tab.load, "like": liking(post_ids)}

    async def measure(self, count: int, seconds: float) -> tuple[list[list[object]], list[object]]:
        """Rows of load, and one of memory, with `count` tabs open."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
            before = self._memory()
            tabs = [Tab(self.app.url, secret) for secret in self.community.secrets[:count]]
            opened = await self._open(client, tabs)
            await asyncio.sleep(SETTLE)
            hydrated = self._memory()
            rows: list[list[object]] = []
            for name, deed in self.deeds.items():
                for rate in (*RATES, 0):
                    load = await self._drive(tabs, deed, rate, seconds)
                    rows.append([count, name, f"{rate}/s" if rate else "all it takes", *load.row()])
                    self._keep(count, name, rate, load)
            loaded = self._memory()
            await asyncio.gather(*(tab.close() for tab in tabs))
        await asyncio.sleep(SETTLE)
        each = (hydrated - before) / count
        keep("clients", f"memory per client, {count} clients", f"{each:.0f} kB", "500 kB")
        memory = [count, f"{before / 1000:.0f}", f"{hydrated / 1000:.0f}", f"{each:.0f}", f"{loaded / 1000:.0f}",
                  f"{self._memory() / 1000:.0f}", f"{percentile(opened, 0.5) * 1000:.0f}",
                  f"{percentile(opened, 0.95) * 1000:.0f}"]  # fmt: skip
        return rows, memory

    async def _open(self, client: aiohttp.ClientSession, tabs: list[Tab]) -> list[float]:
        door = asyncio.Semaphore(OPENED_AT_ONCE)

        async def open_one(tab: Tab) -> float:
            async with door:
                return await tab.open(client)

        return list(await asyncio.gather(*map(open_one, tabs)))

    async def _drive(self, tabs: list[Tab], deed: Deed, rate: int, seconds: float) -> Load:
        """Events at a fixed rate over all tabs, or each tab again and again when `rate` is 0.

        At a fixed rate a wait counts from when the event was due, so a server that falls behind cannot hide it.
        """
        waits: list[float] = []
        began, cpu = time.perf_counter(), (self._cpu(), time.process_time())

        async def press(tab: Tab, number: int, due: float) -> None:
            await deed(tab, number)
            waits.append(time.perf_counter() - due)

        async def again_and_again(tab: Tab, number: int) -> None:
            while time.perf_counter() - began < seconds:
                await press(tab, number, time.perf_counter())
                number += len(tabs)

        if rate:
            pressed = []
            for number in range(int(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                pressed.append(asyncio.create_task(press(tabs[number % len(tabs)], number, due)))
            await asyncio.gather(*pressed)
        else:
            await asyncio.gather(*(again_and_again(tab, number) for number, tab in enumerate(tabs)))
        return Load(waits, time.perf_counter() - began, self._cpu() - cpu[0], time.process_time() - cpu[1])

    def _memory(self) -> float:
        return self.server.memory_info().rss / 1000

    def _cpu(self) -> float:
        spent = self.server.cpu_times()
        return float(spent.user + spent.system)

    def _keep(self, count: int, name: str, rate: int, load: Load) -> None:
        per_second, middle, late, *_ = load.row()
        what = f"{name}, {count} clients, {f'{rate} events/s' if rate else 'all it takes'}"
        keep("clients", f"{what}: p50 / p95", f"{per_second}/s: {middle} / {late} ms")


def main(seconds: float = SECONDS) -> None:
    """Measure with each number of clients on a fresh server; `quick` as an argument shortens each stretch."""
    rows: list[list[object]] = []
    memory: list[list[object]] = []
    for count in CLIENTS:
        with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
            (Path(folder) / "data").mkdir()
            url = f"sqlite:///{Path(folder) / 'data' / SQLITE_FILE}"
            migrations.upgrade(url)
            database = Database(url)
            community = found(database, members=count)
            post_ids = [str(post_id) for _, post_id in write_posts(database, community, POSTS)]
            database.close()
            with running_app(Path(folder)) as app:
                bench = Bench(app, community, post_ids)
                asyncio.run(_warm_up(app, community))
                more, used = asyncio.run(bench.measure(count, seconds))
                rows, memory = rows + more, [*memory, used]
    table(f"Events on SQLite, {seconds:.0f} s each; one process drives the load, one serves",
          ["clients", "event", "asked for", "events/s", "p50 ms", "p95", "server CPU", "load's CPU", "server ms/event"],
          rows)  # fmt: skip
    table("Memory of the server, MB (aim: 500 kB per client), and opening the home page over the socket",
          ["clients", "before", "hydrated", "kB/client", "after load", "all gone", "open p50 ms", "p95"],
          memory)  # fmt: skip


async def _warm_up(app: RunningApp, community: Community) -> None:
    """What the server makes once and keeps is no client's memory."""
    async with aiohttp.ClientSession() as client:
        for secret in community.secrets[:WARM_UP]:
            tab = Tab(app.url, secret)
            await tab.open(client)
            await tab.load(0)
            await tab.close()


if __name__ == "__main__":
    main(2.0 if "quick" in sys.argv else SECONDS)
