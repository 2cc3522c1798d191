"""The API under load: posts and lists per second with their p50 and p95, beside a bare floor, on both databases."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bench.community import Community, found, write_posts
from bench.report import keep, percentile, table
from opentribe.domain.identities.models import IdentityToken, PostingIdentity
from opentribe.domain.posts.models import Comment
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest
from tests import databases
from tests.server import PROJECT, free_port

SIZES = (2_000, 200_000)
CONNECTIONS = (1, 16, 64)
SECONDS = 3.0
KEY = "opentribe_a-key-for-measuring-and-nothing-else"
POST = b'{"submolt": "general", "title": "Version 2", "content": "What is **new**: everything, and `more` of it."}'
COMMENTS = 50


@dataclass(frozen=True)
class Figures:
    """What one minute of load would show: requests per second, and milliseconds."""

    rate: float
    p50: float
    p95: float


def main(seconds: float) -> None:
    """Print a table for each kind of database; `quick` as an argument takes less time and fewer posts."""
    sizes = SIZES if seconds == SECONDS else (2_000,)
    for kind in databases.KINDS:
        for size in sizes:
            with _filled(kind, size) as (url, post_id):
                for workers in (1, 2) if size == sizes[0] else (1,):
                    _measure(kind, size, workers, url, post_id, seconds)


def _measure(kind: str, size: int, workers: int, url: str, post_id: str, seconds: float) -> None:
    bare = {name: _request("GET" if "read" in name else "POST", f"/{name}") for name in ("write", "read", "read50")}
    ours = {
        "write": _request("POST", "/api/v1/posts", POST),
        "read": _request("GET", "/api/v1/posts?sort=new&limit=20"),
        "read50": _request("GET", f"/api/v1/posts/{post_id}?include=comments"),
    }
    names = {"write": "POST /posts", "read": "GET /posts", "read50": f"a post with {COMMENTS} comments"}
    figures: dict[tuple[str, str, int], Figures] = {}
    for target, requests in (("bench.floor:app", bare), ("tests.api.served:app", ours)):
        with _served(target, url, workers) as port:
            for name, request in requests.items():
                for connections in CONNECTIONS:
                    figures[target, name, connections] = asyncio.run(_load(port, request, connections, seconds))
    rows = []
    for name, shown in names.items():
        for connections in CONNECTIONS:
            floor, own = (
                figures["bench.floor:app", name, connections],
                figures["tests.api.served:app", name, connections],
            )
            ratio = own.rate / floor.rate
            rows.append(
                [
                    shown,
                    connections,
                    f"{own.rate:,.0f}",
                    f"{own.p50:.1f}",
                    f"{own.p95:.1f}",
                    f"{floor.rate:,.0f}",
                    f"{ratio:.2f}",
                ]
            )
            if connections == 16:
                figure = f"{own.rate:,.0f}/s, p95 {own.p95:.1f} ms, {ratio:.2f} of the floor"
                about = f"{shown}, {connections} connections, {kind}, {size:,} posts, {workers} process(es)"
                keep("api", about, figure, "0.3 of the floor, p95 30 ms")
    head = ["", "connections", "per s", "p50 ms", "p95 ms", "floor per s", "ratio (aim 0.3)"]
    table(f"{kind}, {size:,} posts, {workers} process(es)", head, rows)


@contextmanager
def _filled(kind: str, size: int) -> Iterator[tuple[str, str]]:
    """A database with posts and a bot, and the id of a post with many comments."""
    with databases.copy(kind, with_cast=False) as url:
        database = Database(url)
        community = found(database)
        places = write_posts(database, community, size)
        _add_bot(database, community, places[-1][1])
        with database.write() as session:
            session.connection().exec_driver_sql("CREATE TABLE floor (id TEXT PRIMARY KEY, words TEXT)")
        database.close()
        yield url, str(places[-1][1])


def _add_bot(database: Database, community: Community, post_id: object) -> None:
    with database.write() as session:
        bot = PostingIdentity(name="Bench bot", name_key="benchbot", is_bot=True)
        session.add(bot)
        session.flush()
        session.add(IdentityToken(posting_identity_id=bot.id, token_hash=digest(KEY), last_four=KEY[-4:]))
        for number in range(COMMENTS):
            author = community.identity_ids[number % len(community.identity_ids)]
            words = "Well said, and worth reading twice."
            session.add(
                Comment(
                    id=new_id(),
                    post_id=post_id,
                    posting_identity_id=author,
                    author_name="Member",
                    content=words,
                    content_html=f"<p>{words}</p>",
                )
            )


def _request(method: str, path: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {KEY}"]
    if method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _load(port: int, request: bytes, connections: int, seconds: float) -> Figures:
    """Each connection asks again as soon as it is answered."""
    taken: list[float] = []
    warm = time.perf_counter() + 0.3
    until = warm + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.perf_counter()) < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
                raise AssertionError(head.decode())
            length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
            await reader.readexactly(length)
            if began > warm:
                taken.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    in_ms = [value * 1000 for value in taken]
    return Figures(len(taken) / seconds, percentile(in_ms, 0.5), percentile(in_ms, 0.95))


@contextmanager
def _served(target: str, url: str, workers: int) -> Iterator[int]:
    """A port on which the app answers from so many processes."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": url, "OPENTRIBE_DATA_DIR": folder, "OPENTRIBE_RATE_LIMITS": "off", "PORT": str(port)}
        command = [sys.executable, "-m", "granian", "--interface", "asginl", "--workers", str(workers)]
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--log-level", "error", target],
            cwd=PROJECT,
            env=os.environ | told,
        )
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int, patience: Callable[[], float] = time.monotonic) -> None:
    deadline = patience() + 60
    while patience() < deadline:
        with suppress(OSError, AssertionError, asyncio.IncompleteReadError):
            asyncio.run(_load(port, _request("GET", "/api/v1/posts?limit=1"), 1, -1))
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


if __name__ == "__main__":
    main(1.0 if "quick" in sys.argv else SECONDS)
