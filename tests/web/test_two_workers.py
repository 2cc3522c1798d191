"""Two processes of one installation, with a real Redis between them: whoever is at one hears of the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.redis import running_redis
from tests.server import RunningApp, running_app
from tests.web.socket import ROOT, Tab, deltas, told
from tests.web.stage import Stage, stage

POSTS = f"{ROOT}.opentribe___web___posts"
PUBLISH = f"{POSTS}___feed_state____home_state.publish"
LIKE = f"{POSTS}___feed_state____home_state.like"
WRITING = f"{POSTS}___post_state____post_state.writing"
pytestmark = pytest.mark.timeout(300)


@dataclass
class Pair:
    """Two workers on one database."""

    stage: Stage
    one: RunningApp
    other: RunningApp


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    with ExitStack() as stack:
        made, redis = stack.enter_context(stage()), stack.enter_context(running_redis())
        where = {"DATABASE_URL": made.url, "REDIS_URL": redis.url}
        one = stack.enter_context(running_app(folder, **where))
        made_pair = Pair(made, one, stack.enter_context(running_app(folder, **where)))
        yield made_pair
        assert "Traceback" not in made_pair.one.log + made_pair.other.log


def test_what_one_worker_commits_is_pushed_to_those_at_the_other(pair: Pair) -> None:
    space = {kind: pair.stage.ids[f"{kind} space"] for kind in ("secret", "members", "public")}
    with (
        Tab(pair.one.port, pair.stage.sign_in("olu")) as olu,
        Tab(pair.other.port, pair.stage.sign_in("ben")) as ben,
        Tab(pair.other.port) as visitor,
    ):
        for tab in (olu, ben, visitor):
            tab.visit("/")
        for kind in ("secret", "members", "public"):
            olu.ask(PUBLISH, {"form": {"space_id": space[kind], "title": "", "content": f"News for {kind}"}})
        for tab, may_see in ((ben, {"members", "public"}), (visitor, {"public"})):
            notes = told(tab.hears(space["public"]))
            assert {note["space"] for note in notes if note["k"] == "post"} == {space[kind] for kind in may_see}


def test_who_is_here_and_who_writes_is_known_at_both(pair: Pair) -> None:
    post = pair.stage.ids["members post"]
    with Tab(pair.one.port, pair.stage.sign_in("ada")) as ada:
        ada.visit(f"/posts/{post}")
        with Tab(pair.other.port, pair.stage.sign_in("ben")) as ben:
            ben.visit(f"/posts/{post}")
            ada.sees_here("ben")
            ben.ask(WRITING)
            (note,) = [note for note in told(ada.hears('"k":"writing"')) if note["k"] == "writing"]
            assert (note["post"], note["by"]) == (post, "ben")
        ada.sees_here("ben", is_here=False)


def test_what_is_earned_at_one_worker_is_said_at_the_other(pair: Pair) -> None:
    with (
        Tab(pair.one.port, pair.stage.sign_in("ada")) as ada,
        Tab(pair.other.port, pair.stage.sign_in("ada")) as also_ada,
        Tab(pair.other.port, pair.stage.sign_in("mo")) as mo,
    ):
        for tab in (ada, also_ada, mo):
            tab.visit("/")
        mo.call(LIKE, {"post_id": pair.stage.ids["members post"], "wanted": True})
        for tab in (ada, also_ada):
            assert told(tab.hears('"why":"like_received"'))


def test_a_tab_goes_on_at_the_other_worker_and_only_for_its_own_person(pair: Pair) -> None:
    ada, post = pair.stage.sign_in("ada"), pair.stage.ids["members post"]
    with Tab(pair.one.port, ada) as tab:
        tab.visit("/")
        token = tab.token
    with Tab(pair.other.port, ada, token=token) as tab:
        said = deltas(tab.ask(LIKE, {"post_id": post, "wanted": True}))
        assert said["home_state"]["patches"][0]["values"]["is_liked"] is True
    with Tab(pair.other.port, pair.stage.sign_in("ben"), token=token) as tab:
        said = deltas(tab.visit("/"))
        assert said["session_state"]["me"]["username"] == "ben"
    with Tab(pair.one.port, token=token) as tab:
        assert deltas(tab.visit("/"))["session_state"]["me"]["username"] == ""


def test_many_deeds_at_both_workers_are_all_counted_once(pair: Pair) -> None:
    post = pair.stage.ids["public post"]
    tabs = []
    with ExitStack() as stack:
        for name in ("olu", "mo", "ada", "ben"):
            for app in (pair.one, pair.other):
                tab = stack.enter_context(Tab(app.port, pair.stage.sign_in(name)))
                tab.visit("/")
                tabs.append(tab)
        for tab in tabs:
            tab.call(LIKE, {"post_id": post, "wanted": True})
        for tab in tabs:
            tab.settle()
        rows = [row for key, row in pair.stage.rows().items() if key[0] == "posts"]
        (count,) = [row["like_count"] for row in rows if row["id"] == post.replace("-", "")]
        assert count == 4
