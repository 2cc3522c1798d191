"""The feed at 1,000 and at 100,000 posts: milliseconds and SQL statements per reload, on both databases."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bench.community import DAYS, Community, follow, found, write_posts
from bench.report import keep, percentile, table
from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.posts.heat import heat
from opentribe.domain.posts.queries import list_home_feed, list_space_feed
from opentribe.domain.posts.schemas import By, Sort
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.paging import encode_cursor
from tests import databases

SIZES = (1_000, 100_000)
WARM_UP, RUNS = 20, 200
VISITOR = Credential()
OLD_POSTS = 15
FOLLOWED = 500
SCAN = re.compile(r"SCAN (\w+)(?! USING| VIRTUAL)|Seq Scan on (\w+)")
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK")

Case = tuple[str, Callable[[], Any]]
Timings = dict[str, tuple[float, float, int]]


def main(runs: int = RUNS) -> None:
    """Print a table for each kind of database; `quick` as an argument takes fewer runs."""
    for kind in databases.KINDS:
        by_size = {size: _measured(kind, size, runs) for size in SIZES}
        rows = []
        for name, small in by_size[SIZES[0]].items():
            large = by_size[SIZES[1]][name]
            ratio = f"{large[0] / small[0]:.2f}x"
            rows.append([name, *_shown(small), *_shown(large), ratio])
            figure = f"{small[0]:.1f} / {large[0]:.1f} = {ratio}; {small[2]} / {large[2]} statements"
            keep("feed", f"{name} on {kind}, p50 ms at 1,000 / 100,000 posts", figure, "1.5x, equal")
        head = ["", "p50 ms", "p95", "SQL", "p50 ms", "p95", "SQL", "ratio (aim 1.5)"]
        table(f"Feed reload on {kind}, {runs} runs: 1,000 posts, then 100,000", head, rows)


def _shown(timing: tuple[float, float, int]) -> list[str]:
    return [f"{timing[0]:.2f}", f"{timing[1]:.2f}", str(timing[2])]


def _measured(kind: str, size: int, runs: int) -> Timings:
    timings: Timings = {}
    for spaces in (8, 60):
        with _filled(kind, size, spaces=spaces) as (database, community, middle):
            for name, call in _cases(database, community, middle, spaces):
                timings[name] = _timed(database, f"{name} ({kind}, {size:,})", call, runs)
    with _filled(kind, size, spaces=8, old=OLD_POSTS) as (database, community, _):
        call = _reload(database, VISITOR, list_home_feed)
        name = f"home, visitor, {OLD_POSTS} old posts visible"
        timings[name] = _timed(database, f"{name} ({kind}, {size:,})", call, runs)
    with _filled(kind, size, spaces=8, members=FOLLOWED + 60, bots=5) as (database, community, _):
        follow(database, community, 1, 5)
        follow(database, community, 2, FOLLOWED)
        for name, call in _filters(database, community):
            timings[name] = _timed(database, f"{name} ({kind}, {size:,})", call, runs)
    with _filled(kind, size, spaces=200) as (database, community, _):
        name, call = (
            "popular, member, 200 spaces",
            _reload(database, community.credential(), list_home_feed, "", Sort.popular),
        )
        timings[name] = _timed(database, f"{name} ({kind}, {size:,})", call, runs)
    return timings


def _filters(database: Database, community: Community) -> Iterator[Case]:
    few, many = community.credential(1), community.credential(2)
    yield "popular, member", _reload(database, few, list_home_feed, "", Sort.popular)
    halfway = encode_cursor(heat(0, 0, clock.now() - timedelta(days=DAYS / 2)), new_id())
    yield "popular, member, halfway down", _reload(database, few, list_home_feed, halfway, Sort.popular)
    yield "popular, visitor", _reload(database, VISITOR, list_home_feed, "", Sort.popular)
    yield "popular in a space", _reload(database, few, list_space_feed, community.slugs[3], "", Sort.popular)
    yield "popular, bots only", _reload(database, few, list_home_feed, "", Sort.popular, By.bots)
    yield "bots only", _reload(database, few, list_home_feed, "", Sort.latest, By.bots)
    yield "people only", _reload(database, few, list_home_feed, "", Sort.latest, By.people)
    yield "following 5", _reload(database, few, list_home_feed, "", Sort.following)
    yield f"following {FOLLOWED}", _reload(database, many, list_home_feed, "", Sort.following)


def _cases(database: Database, community: Community, middle: str, spaces: int) -> Iterator[Case]:
    member = community.credential()
    if spaces > 8:
        yield f"home, member, {spaces} spaces", _reload(database, member, list_home_feed)
        yield f"home, member, {spaces} spaces, halfway down", _reload(database, member, list_home_feed, middle)
        return
    yield "home, visitor", _reload(database, VISITOR, list_home_feed)
    yield "home, member", _reload(database, member, list_home_feed)
    yield "home, member, halfway down", _reload(database, member, list_home_feed, middle)
    yield "space, member", _reload(database, member, list_space_feed, community.slugs[3])
    yield "space, member, halfway down", _reload(database, member, list_space_feed, community.slugs[3], middle)


def _reload(database: Database, who: Credential, query: Any, *given: Any) -> Callable[[], Any]:
    return lambda: perform(database, who, query, *given)


@contextmanager
def _filled(
    kind: str, size: int, *, spaces: int, old: int = 0, members: int = 40, bots: int = 0
) -> Iterator[tuple[Database, Community, str]]:
    """A database with posts, and the cursor of the one in the middle."""
    with databases.copy(kind, with_cast=False) as url:
        database = Database(url)
        databases.hasten(database.engine)
        community = found(database, spaces=spaces, members=members, hidden=bool(old))
        places = write_posts(database, community, size, old=old, bots=bots)
        try:
            yield database, community, encode_cursor(*places[size // 2])
        finally:
            database.close()


def _timed(database: Database, name: str, call: Callable[[], Any], runs: int) -> tuple[float, float, int]:
    """Median and 95th percentile in ms, and the statements of one call."""
    with _statements(database) as seen:
        call()
    for table_name in sorted(_scanned(database, seen)):
        print(f"  {name} reads the whole of {table_name}")
    for _ in range(WARM_UP):
        call()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.5), percentile(taken, 0.95), len(seen)


@contextmanager
def _statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if not statement.startswith(TRANSACTIONS):
            seen.append((statement, given))

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in database.engines:
            event.remove(engine, "before_cursor_execute", note)


def _scanned(database: Database, seen: list[tuple[str, Any]]) -> set[str]:
    """Which tables with many rows the plans read from end to end."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    found_tables: set[str] = set()
    with database.engine.connect() as connection:
        for statement, given in seen:
            for line in connection.exec_driver_sql(explain + statement, given):
                for names in SCAN.findall(str(line[-1])):
                    found_tables |= {name for name in names if name in {"posts", "post_upvotes"}}
    return found_tables


if __name__ == "__main__":
    main(RUNS // 4 if "quick" in sys.argv else RUNS)
