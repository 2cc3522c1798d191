"""Notifications: a fact with 1, 100 and 10,000 recipients, a list of 100,000 rows, and the digest of 10,000 members."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import select

from bench.bench_feed import RUNS, _statements
from bench.bench_mail import _server
from bench.community import BATCH, Community, found, write_posts
from bench.report import keep, percentile, table
from opentribe.domain.auth.models import Account
from opentribe.domain.entry import perform
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.notifications.digests import DIGESTS, due_time
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.queries import count_unread, list_notifications
from opentribe.domain.notifications.schemas import Preferences, Shelf
from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.models import Post, Stance, ThreadFollow
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.kit import clock
from opentribe.kit.db import Database, get_database
from opentribe.kit.facts import connect
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.crew import Crew
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS, REACTIONS
from tests import databases

RECIPIENTS = (1, 100, 10_000)
FACTS = 5
ROWS, TOGETHER = 100_000, 5  # notifications of one reader, and how many of them stand in a group
READ = 0.8
DIGESTED, QUICK_DIGESTED = 10_000, 500
EACH = 5  # notifications in a digest
PATIENCE = 3600.0
WORKER = "worker"
Rows = list[list[object]]


def main(runs: int = RUNS, digested: int = DIGESTED, facts: int = FACTS) -> None:
    """Print a table for each part; `quick` as an argument takes fewer runs and members."""
    told: Rows = []
    listed: Rows = []
    for kind in databases.KINDS:
        for count in RECIPIENTS:
            p50, worst, statements = _telling(kind, count, facts)
            told.append([kind, f"{count:,}", f"{p50:.1f}", f"{worst:.1f}", statements])
            keep("notifications", f"A comment told to {count:,} on {kind}: p50 / worst", f"{p50:.0f} / {worst:.0f} ms")
        listed += _listing(kind, runs)
    table(f"A comment is told, {facts} of them", ["database", "to", "p50 ms", "worst", "SQL"], told)
    table(f"One reader's {ROWS:,} rows, {runs} runs", ["database", "", "p50 ms", "p95", "SQL"], listed)
    mailed: Rows = []
    with _server() as (port, arrived), tempfile.TemporaryDirectory() as folder:
        around = {
            "OPENTRIBE_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "OPENTRIBE_MAIL_FROM": "hello@tribe.example",
            "OPENTRIBE_DATA_DIR": folder,
        }
        for kind, workers in (("sqlite", 1), ("postgresql", 1), ("postgresql", 2)):
            minutes = _digests(kind, workers, digested, arrived, around) / 60
            mailed.append([kind, workers, f"{minutes:.2f}", f"{digested / minutes / 60:,.0f}"])
            keep(
                "notifications",
                f"Digest of {digested:,} members on {kind}, {workers} process(es)",
                f"{minutes:.1f} min",
            )
    table(f"The digest of {digested:,} members, from the schedule to the last letter",
          ["database", "processes", "minutes", "letters per s"], mailed)  # fmt: skip


def _telling(kind: str, count: int, facts: int) -> tuple[float, float, int]:
    """Milliseconds (median, worst) from a comment's commit until all who follow are told, and statements of one."""
    with _community(kind) as (database, community):
        _follow(database, count)
        post_id = _any_post(database)
        connect(REACTIONS)
        taken = []
        with _statements(database) as seen:
            for number in range(facts):
                perform(
                    database, community.credential(2), comment, CommentDraft(post_id=post_id, content=f"No. {number}")
                )
                seen.clear()
                began = time.perf_counter()
                work_off(database, KINDS)
                taken.append((time.perf_counter() - began) * 1000)
        connect({})
        return percentile(taken, 0.5), max(taken), len(seen)


def _follow(database: Database, count: int) -> None:
    """Let so many follow the one post there is."""
    post_id = _any_post(database)
    users = [{"id": new_id(), "name": f"Reader {each}", "username": f"reader{each}"} for each in range(count)]
    _write(database, User, users)
    stances = ({"post_id": post_id, "user_id": user["id"], "state": Stance.following} for user in users)
    _write(database, ThreadFollow, [{"id": new_id(), **stance} for stance in stances])


def _any_post(database: Database) -> Any:
    with database.read() as session:
        return session.exec(select(Post.id)).first()


def _listing(kind: str, runs: int) -> Rows:
    """The bell and the list of a member who was told of very much."""
    with _community(kind, posts=ROWS // TOGETHER // 10, members=200) as (database, community):
        _tell_much(database, community)
        who = community.credential()
        middle = perform(database, who, list_notifications, Shelf.comment)
        cases: list[tuple[str, Callable[[], Any]]] = [
            ("bell", lambda: perform(database, who, count_unread)),
            ("first page of all", lambda: perform(database, who, list_notifications)),
            ("first page of comments", lambda: perform(database, who, list_notifications, Shelf.comment)),
            (
                "next page of comments",
                lambda: perform(database, who, list_notifications, Shelf.comment, middle.next_cursor),
            ),
        ]
        rows: Rows = []
        for name, call in cases:
            with _statements(database) as seen:
                call()
            taken = []
            for _ in range(runs):
                began = time.perf_counter()
                call()
                taken.append((time.perf_counter() - began) * 1000)
            p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
            rows.append([kind, name, f"{p50:.2f}", f"{p95:.2f}", len(seen)])
            keep(
                "notifications", f"{name.capitalize()} on {kind}, {ROWS:,} rows: p50 / p95", f"{p50:.1f} / {p95:.1f} ms"
            )
        return rows


def _tell_much(database: Database, community: Community) -> None:
    """Likes of and comments on a member's posts, some of each read."""
    with database.read() as session:
        posts = list(session.exec(select(Post.id)).all())
        reader = session.exec(select(User.id).where(User.username == "member1")).one()
    begun, doers = clock.now() - timedelta(days=90), community.identity_ids
    rows = []
    for number in range(ROWS):
        group, place = divmod(number, TOGETHER)
        kind = NotificationType.like if group % 2 else NotificationType.comment
        moment = begun + timedelta(seconds=60 * number)
        rows.append(
            {
                "id": new_id(), "user_id": reader, "type": kind, "actor_id": doers[number * 7 % len(doers)],
                "actor_name": "Member", "group_key": f"{kind}:{group}", "cause": f"{kind}:{number}",
                "post_id": posts[group % len(posts)], "created_at": moment,
                "read_at": moment if number < ROWS * READ else None,
                "listed_at": moment if place == TOGETHER - 1 else None, "data": {},
            }
        )  # fmt: skip
    _write(database, Notification, rows)


def _digests(kind: str, processes: int, count: int, arrived: list[int], around: dict[str, str]) -> float:
    """Seconds from the moment when the schedule asks until the mail server has the last letter."""
    with _community(kind) as (database, _), ExitStack() as working:
        _have_unread(database, count)
        url = database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "bench.bench_notifications", WORKER]
        for _ in range(processes):
            process = subprocess.Popen(command, env=os.environ | around | {"DATABASE_URL": url}, stdout=subprocess.PIPE)
            working.callback(_end, process)
            assert process.stdout is not None
            process.stdout.readline()
        before, began = arrived[0], time.perf_counter()
        with database.write() as session:
            enqueue(session, DIGESTS, {})
        while arrived[0] - before < count and time.perf_counter() - began < PATIENCE:
            time.sleep(0.05)
        took = time.perf_counter() - began
    if arrived[0] - before != count:
        raise AssertionError(f"{arrived[0] - before} of {count} letters arrived")
    return took


def _have_unread(database: Database, count: int) -> None:
    """Members who have a digest to come: it was due within the last day, and they were told of something before."""
    told_at = due_time(Preferences(), clock.now()) - timedelta(hours=2)
    with database.read() as session:
        doer_id, post_id = session.exec(select(PostingIdentity.id)).first(), session.exec(select(Post.id)).first()
    written: dict[Any, list[dict[str, Any]]] = {Account: [], User: [], PostingIdentity: [], Notification: []}
    for number in range(count):
        name, account_id, user_id = f"reader{number}", new_id(), new_id()
        written[Account].append({"id": account_id, "email": f"{name}@example.org", "email_verified_at": told_at})
        written[User].append({"id": user_id, "auth_id": account_id, "name": name.title(), "username": name})
        written[PostingIdentity].append({"id": new_id(), "name": name.title(), "user_id": user_id, "is_default": True})
        for place in range(EACH):
            cause = f"like:{number}:{place}"
            written[Notification].append(
                {
                    "id": new_id(), "user_id": user_id, "type": NotificationType.comment, "actor_id": doer_id,
                    "actor_name": "Member 0", "group_key": cause, "cause": cause, "post_id": post_id, "data": {},
                    "created_at": told_at, "listed_at": told_at,
                }
            )  # fmt: skip
    for model, rows in written.items():
        _write(database, model, rows)


def _write(database: Database, model: Any, rows: list[dict[str, Any]]) -> None:
    with database.write() as session:
        for start in range(0, len(rows), BATCH):
            session.connection().execute(insert(model), rows[start : start + BATCH])


@contextmanager
def _community(kind: str, *, posts: int = 1, members: int = 3) -> Iterator[tuple[Database, Community]]:
    with databases.copy(kind, with_cast=False) as url:
        database = Database(url)
        community = found(database, members=members)
        write_posts(database, community, posts)
        try:
            yield database, community
        finally:
            database.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def _work() -> None:
    """A process that works until it is told to end."""
    connect(REACTIONS)
    crew = Crew(get_database(), KINDS, (), 2)
    crew.start()
    print("ready", flush=True)
    signal.sigwait({signal.SIGTERM})
    crew.stop()


if __name__ == "__main__":
    if WORKER in sys.argv:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        _work()
    else:
        main(*((RUNS // 10, QUICK_DIGESTED, 1) if "quick" in sys.argv else ()))
