"""When the database cannot take it: a clear message, and nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import event
from sqlmodel import func, select

from opentribe.domain.entry import perform
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.models import Post, PostUpvote
from opentribe.domain.posts.queries import list_home_feed
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import Database
from opentribe.kit.errors import Unavailable
from tests.cast import CLEO, PASSWORD


@pytest.fixture
def sqlite_cast(cast):
    if not cast.database.is_sqlite:
        pytest.skip("a file of its own is SQLite's")
    return cast


def counts(database: Database) -> tuple[int, int]:
    with database.read() as session:
        posts = session.exec(select(func.count()).select_from(Post)).one()
        return posts, session.exec(select(func.sum(Space.post_count))).one()


def test_a_read_only_database_says_so_and_still_reads(sqlite_cast):
    space = sqlite_cast.space()
    sqlite_cast.post(sqlite_cast.ada, space)
    path = sqlite_cast.database.url.database
    frozen = Database(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert len(perform(frozen, sqlite_cast.ada, list_home_feed).items) == 1
    with pytest.raises(Unavailable, match="read-only"):
        perform(frozen, sqlite_cast.ada, publish, PostDraft(space_id=space, content="x"))
    frozen.close()
    assert counts(sqlite_cast.database) == (1, 1)


def test_a_full_disk_says_so_and_leaves_no_half_post(sqlite_cast):
    space = sqlite_cast.space()
    full = Database(str(sqlite_cast.database.url))

    def fill(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(full.engine, "connect", fill)

    def write_until_it_is_full():
        for number in range(200):
            perform(full, sqlite_cast.ada, publish, PostDraft(space_id=space, content=f"{number} " + "words " * 3000))

    with pytest.raises(Unavailable, match="full"):
        write_until_it_is_full()
    full.close()
    posts, counted = counts(sqlite_cast.database)
    assert posts == counted


def test_a_failing_step_takes_the_whole_deed_back(database, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("no ticket today")

    monkeypatch.setattr("opentribe.domain.joining.commands.issue_ticket", broken)
    with pytest.raises(RuntimeError):
        perform(database, CLEO, sign_up, SignUpDraft(email="a@example.org", password=PASSWORD, name="Ada"))
    with database.read() as session:
        from opentribe.domain.members.models import User

        assert session.exec(select(func.count()).select_from(User)).one() == 0


WRITER = """
import sys
from uuid import UUID
from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.posts.commands import like_post, publish, unlike_post
from opentribe.domain.posts.schemas import PostDraft
from opentribe.kit.db import Database
import opentribe.tables
database, who = Database(sys.argv[1]), Credential(session_hash=sys.argv[2])
number = 0
while True:
    number += 1
    draft = PostDraft(space_id=UUID(sys.argv[3]), content=f"Post {number}", submission_key=f"key-{number}")
    post = perform(database, who, publish, draft)
    perform(database, who, like_post, post)
    print(post, flush=True)
"""


def test_killed_at_any_moment_nothing_answered_is_lost_and_nothing_is_half(cast):
    space = cast.space()
    url = cast.database.engine.url.render_as_string(hide_password=False)
    answered: list[str] = []
    for wait in (5, 9, 14, 20, 26):
        command = [sys.executable, "-c", textwrap.dedent(WRITER), url, cast.ada.session_hash, str(space)]
        environment = os.environ | {"OPENTRIBE_RATE_LIMITS": "off"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
            assert writer.stdout is not None
            for _ in range(wait):
                answered.append(writer.stdout.readline().strip())
            writer.send_signal(signal.SIGKILL)
            answered += [line.strip() for line in writer.stdout if len(line.strip()) == 36]
    with cast.database.read() as session:
        stored = {str(post_id): likes for post_id, likes in session.exec(select(Post.id, Post.like_count))}
        votes = session.exec(select(func.count()).select_from(PostUpvote)).one()
        counted = session.exec(select(Space.post_count)).one()
    assert set(answered) <= set(stored)
    assert counted == len(stored)
    assert votes == sum(stored.values())
