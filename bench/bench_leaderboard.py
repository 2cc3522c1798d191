"""The leaderboard at 50,000 members and 5 million ledger lines: milliseconds and statements, on both databases."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from bench.bench_feed import RUNS, _statements
from bench.community import Community, found
from bench.report import keep, percentile, table
from opentribe.domain.entry import perform
from opentribe.domain.gamification.board import get_standing, list_board
from opentribe.domain.gamification.ledger import starts
from opentribe.domain.gamification.schemas import Board
from opentribe.kit import clock
from opentribe.kit.db import Database
from tests import databases

MEMBERS, LINES = 50_000, 5_000_000
UNLISTED_EACH = 50  # of so many members one is private, and another stays off
NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})",
    "postgresql": "WITH numbers AS (SELECT n FROM generate_series(1, {count}) AS n)",
}
NEW_ID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
USER = """INSERT INTO users (id, name, username, bio, visibility, role, points, level, created_at, notification_prefs,
 hides_bots, is_unranked, credits, plan) {numbers} SELECT {new_id}, 'Member ' || n, 'someone' || n, '',
 CASE WHEN n % {each} = 1 THEN 'private' ELSE 'public' END, 'member', (n * 7919) % 60000, 1, :now, '{{}}',
 false, n % {each} = 2, 0, 'free' FROM numbers"""
TOTAL = """INSERT INTO point_totals (id, user_id, period, starts_on, points)
 SELECT {new_id}, id, '{period}', :day, points / {part} FROM users"""
LINE = """INSERT INTO points (id, user_id, action, amount, reference_type, reference_id, created_at)
 {numbers}, people AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM users)
 SELECT {new_id}, people.id, 'comment', 5, 'comment', 'c' || n, :now
 FROM numbers JOIN people ON people.place = 1 + n % {members}"""


def main(runs: int = RUNS, lines: int = LINES) -> None:
    """Print a table for each kind of database; `quick` as an argument takes fewer runs and lines."""
    for kind in databases.KINDS:
        rows: list[list[object]] = []
        with _filled(kind, lines) as (database, community):
            for name, call in _cases(database, community):
                p50, p95, count = _timed(database, call, runs)
                rows.append([name, f"{p50:.2f}", f"{p95:.2f}", count])
                keep("leaderboard", f"{name} on {kind}, {MEMBERS:,} members: p50 / p95", f"{p50:.1f} / {p95:.1f} ms")
        table(f"Leaderboard on {kind}: {MEMBERS:,} members, {lines:,} lines, {runs} runs",
              ["", "p50 ms", "p95", "SQL"], rows)  # fmt: skip


def _cases(database: Database, community: Community) -> Iterator[tuple[str, Callable[[], Any]]]:
    who = community.credential()
    for board in (Board.all_time, Board.month, Board.week):
        page = perform(database, who, list_board, board)
        yield f"{board}: first page", lambda board=board: perform(database, who, list_board, board)
        yield (
            f"{board}: next page",
            lambda board=board, page=page: perform(database, who, list_board, board, page.next_cursor),
        )
        yield f"{board}: own rank in the middle", lambda board=board: perform(database, who, get_standing, board)


def _timed(database: Database, call: Callable[[], Any], runs: int) -> tuple[float, float, int]:
    with _statements(database) as seen:
        call()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.5), percentile(taken, 0.95), len(seen)


@contextmanager
def _filled(kind: str, lines: int) -> Iterator[tuple[Database, Community]]:
    """Members with totals and a ledger; the one who asks stands in the middle."""
    with databases.copy(kind, with_cast=False) as url:
        database = Database(url)
        databases.hasten(database.engine)
        community = found(database, members=3)
        now = clock.now()
        words = {"new_id": NEW_ID[kind], "each": UNLISTED_EACH, "members": MEMBERS}
        with database.write() as session:
            connection = session.connection()
            many = NUMBERS[kind].format(count=MEMBERS)
            connection.execute(text(USER.format(numbers=many, **words)), {"now": now})
            connection.execute(text("UPDATE users SET points = 30000 WHERE username = 'member1'"))
            for part, (period, day) in enumerate(starts(now).items(), 2):
                connection.execute(text(TOTAL.format(period=period, part=part, **words)), {"day": day})
        with database.write() as session:
            many = NUMBERS[kind].format(count=lines)
            session.connection().execute(text(LINE.format(numbers=many, **words)), {"now": now})
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE" if kind == "sqlite" else "VACUUM ANALYZE")
        try:
            yield database, community
        finally:
            database.close()


if __name__ == "__main__":
    main(*((RUNS // 4, LINES // 10) if "quick" in sys.argv else ()))
