"""Names to write under, over the raw websocket: another's is as if it were not there, one's own tells nobody whose."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.posts.models import Comment, Post
from tests.server import RunningApp, running_app
from tests.web.socket import Tab
from tests.web.stage import Stage, stage
from tests.web.test_live import POSTS, PUBLISH, WRITING

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end
COMMENT = f"{POSTS}___post_state____post_state.comment"


@pytest.fixture(scope="module")
def furnished() -> Iterator[Stage]:
    """A community of this file's own."""
    with stage() as made:
        yield made


@pytest.fixture(scope="module")
def app(furnished: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """A server on it."""
    with running_app(tmp_path_factory.mktemp("voices"), DATABASE_URL=furnished.url) as running:
        yield running


def authors(made: Stage, words: str) -> list[str]:
    """Under which names something was said, posts and comments alike."""
    with made.cast.database.read() as session:
        return [
            name
            for table in (Post, Comment)
            for name in session.exec(select(table.author_name).where(col(table.content) == words))
        ]


def test_only_ones_own_names_can_be_written_under(app: RunningApp, furnished: Stage) -> None:
    cast, space = furnished.cast, furnished.ids["public space"]
    owl = cast.do(cast.ada, create_identity, IdentityDraft(name="Night Owl", is_bot=False))
    robot = cast.do(cast.ada, create_identity, IdentityDraft(name="Release bot"))
    page = f"/posts/{furnished.ids['public post']}"
    given = [str(owl), str(robot), str(cast.actor(cast.ada).identity_id), "x", "", 7, {"$ne": 1}, "\x00" * 40]
    for name, secret in (("ben", furnished.sign_in("ben")), ("olu", furnished.sign_in("olu")), ("nobody", "")):
        with Tab(app.port, secret) as tab:
            tab.visit(page)
            for identity_id in given:
                form = {"content": f"Taken by {name}", "identity_id": identity_id}
                tab.ask(PUBLISH, {"form": form | {"space_id": space, "title": ""}})
                tab.ask(COMMENT, {"form": form})
        assert authors(furnished, f"Taken by {name}") == []
    with Tab(app.port, furnished.sign_in("ada")) as tab:
        tab.visit(page)
        for identity_id in (owl, robot):
            tab.ask(COMMENT, {"form": {"content": "My own", "identity_id": str(identity_id)}})
    assert sorted(authors(furnished, "My own")) == ["Night Owl", "Release bot"]


def test_who_watches_hears_nothing_of_whose_name_it_is(app: RunningApp, furnished: Stage) -> None:
    cast = furnished.cast
    heron = cast.do(cast.ada, create_identity, IdentityDraft(name="Grey Heron", is_bot=False))
    page = f"/posts/{furnished.ids['members post']}"
    with Tab(app.port, furnished.sign_in("ben")) as ben, Tab(app.port, furnished.sign_in("ada")) as ada:
        ben.visit(page)
        ada.visit(page)
        ada.ask(COMMENT, {"form": {"content": "By night", "identity_id": str(heron)}})
        frames = "\n".join(ben.hears('"comment"'))
        assert '"writing"' not in frames
        for word in (str(cast.user_id("ada")), str(cast.actor(cast.ada).identity_id)):
            assert word not in frames
        ada.ask(WRITING)
        told = "\n".join(ben.hears('"writing"'))
        assert json.dumps("Ada") in told  # under one's own name it is told
