"""Opening a thread of 20 and of 2,000 comments, flat and below one comment: the domain alone, then a real browser."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, sync_playwright

from bench.bench_pages import WATCH
from bench.community import Community, found, write_posts
from bench.report import keep, percentile, table
from opentribe.domain.entry import perform
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.schemas import ThreadSort
from opentribe.domain.posts.thread import find_comment, list_comments, list_replies
from opentribe.kit import clock, migrations
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.settings import SQLITE_FILE
from opentribe.web.session.cookie import COOKIE
from tests import databases
from tests.browser import launch
from tests.server import running_app

# (what it is called, comments of the first level, replies below the first of them)
SHAPES = (("20, flat", 20, 0), ("2,000, flat", 2000, 0), ("20 below one", 1, 20), ("2,000 below one", 1, 2000))
RUNS, ROUNDS = 100, 7
LIVE = "main#content .comment .prose"
WORDS = "Something people would say here, of a line or two."


def main(runs: int = RUNS, rounds: int = ROUNDS) -> None:
    """Print a table for each kind of database and one for the browser; `quick` as an argument takes fewer runs."""
    for kind in databases.KINDS:
        with databases.copy(kind, with_cast=False) as url:
            database = Database(url)
            databases.hasten(database.engine)
            threads = fill(database, community := found(database))
            rows = [[name, *_domain(database, community, *threads[name], runs)] for name in threads]
            database.close()
        head = ["comments", "oldest, p50 ms", "newest", "most liked", "at the last one", "more replies"]
        table(f"A thread opened on {kind}, {runs} runs", head, rows)
        for name, *figures in rows:
            keep("threads", f"{name}, {kind}: oldest, newest, liked, link, replies (p50 ms)", " / ".join(figures))
    _browser(rounds)


def fill(database: Database, community: Community) -> dict[str, tuple[UUID, UUID, UUID]]:
    """A post of each shape: (post, first comment, last comment or reply), by the shape's name."""
    posts = [post_id for _, post_id in write_posts(database, community, len(SHAPES))]
    made = {}
    for (name, tops, replies), post_id in zip(SHAPES, posts, strict=True):
        ids = [new_id() for _ in range(tops + replies)]
        moment = clock.now() - timedelta(days=1)
        with database.write() as session:
            for number, comment_id in enumerate(ids):
                session.add(
                    Comment(
                        id=comment_id,
                        post_id=post_id,
                        parent_id=ids[0] if number >= tops else None,
                        posting_identity_id=community.identity_ids[number % len(community.identity_ids)],
                        author_name=f"Member {number}",
                        content=WORDS,
                        content_html=f"<p>{WORDS}</p>",
                        like_count=number % 7,
                        reply_count=replies if number == 0 else 0,
                        created_at=moment + timedelta(seconds=number),
                    )
                )
                if number == 0:
                    session.flush()  # what answers it comes after it
        made[name] = (post_id, ids[0], ids[-1])
    return made


def _domain(database: Database, community: Community, post: UUID, first: UUID, last: UUID, runs: int) -> list[str]:
    def ask(use_case: Any, *given: Any) -> Callable[[], Any]:
        return lambda: perform(database, community.credential(), use_case, *given)

    calls = [ask(list_comments, post, sort) for sort in ThreadSort]
    calls += [ask(find_comment, post, last), ask(list_replies, first)]
    return [f"{_p50(call, runs):.1f}" for call in calls]


def _p50(call: Callable[[], Any], runs: int) -> float:
    call()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.5)


def _browser(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
        (Path(folder) / "data").mkdir()
        url = f"sqlite:///{Path(folder) / 'data' / SQLITE_FILE}"
        migrations.upgrade(url)
        database = Database(url)
        threads = fill(database, community := found(database))
        database.close()
        with running_app(Path(folder)) as app, sync_playwright() as playwright:
            browser = launch(playwright)
            rows = []
            for name, (post, _, last) in threads.items():
                shown = []
                for path in (f"/posts/{post}", f"/posts/{post}?comment={last}"):
                    _open(browser, app.url, path, community.secrets[1])
                    times = [_open(browser, app.url, path, community.secrets[1]) for _ in range(rounds)]
                    shown.append(f"{percentile(times, 0.5):.0f}")
                rows.append([name, *shown])
                keep(
                    "threads",
                    f"{name}: live comments in a cold browser, p50, from its top / at a link",
                    " / ".join(shown),
                )
            browser.close()
    table(
        f"Live comments in a cold browser, ms, {rounds} rounds", ["comments", "from its top", "at the last one"], rows
    )


def _open(browser: Browser, url: str, path: str, secret: str) -> float:
    """Milliseconds from the request until comments of the live page are on the screen."""
    with browser.new_context(base_url=url) as context:
        context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
        page = context.new_page()
        page.add_init_script(f"({WATCH})({LIVE!r})")
        page.goto(path, wait_until="commit")
        return float(page.evaluate("window.__shown"))


if __name__ == "__main__":
    main(*((10, 1) if "quick" in sys.argv else (RUNS, ROUNDS)))
