"""What is pushed to open tabs, over the raw websocket: soon, to those who may see it, and to nobody else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from opentribe.domain.access.actor import Role
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.domain.payments.commands import create_tier, grant_tier
from opentribe.kit import clock
from opentribe.web.live.bus import KNOWN_FOR
from tests.server import RunningApp, running_app
from tests.web.socket import ROOT, Tab, here, told
from tests.web.stage import Stage, stage

POSTS = f"{ROOT}.opentribe___web___posts"
PUBLISH = f"{POSTS}___feed_state____home_state.publish"
FORM = f"{ROOT}.opentribe___web___spaces___state____space_form_state"
LIKE = f"{POSTS}___feed_state____home_state.like"
WRITING = f"{POSTS}___post_state____post_state.writing"
SIGN_OUT_ALL = f"{ROOT}.opentribe___web___auth___state____sessions_state.sign_out_everywhere"
Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def furnished() -> Iterator[Stage]:
    """A community of this file's own: its spaces are closed, its people signed out and banned."""
    with stage() as made:
        yield made


@pytest.fixture(scope="module")
def app(furnished: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """A server on it."""
    with running_app(tmp_path_factory.mktemp("live"), DATABASE_URL=furnished.url) as running:
        yield running


@pytest.fixture
def tab(app: RunningApp, furnished: Stage) -> Iterator[Open]:
    """`tab("ada", "/")`: somebody's tab with a page open in it; no name is a visitor's."""
    with ExitStack() as stack:

        def open_tab(name: str = "", path: str = "/") -> Tab:
            opened = stack.enter_context(Tab(app.port, furnished.sign_in(name) if name else ""))
            opened.visit(path)
            return opened

        yield open_tab


def publish(tab: Tab, made: Stage, where: str) -> str:
    """Post through a tab; the id of the space as the push names it."""
    space = made.ids[f"{where} space"]
    tab.ask(PUBLISH, {"form": {"space_id": space, "title": "", "content": f"News for {where}"}})
    return space


def news(frames: list[str]) -> list[dict[str, object]]:
    """The notes about what happened; who is online, and what one earned by it, is told at any moment."""
    return [note for note in told(frames) if note["k"] not in {"here", "points", "level", "badge", "bell"}]


def spaces_told(tab: Tab, last: str) -> set[str]:
    """The spaces whose news a tab was told until it was told that of `last`."""
    return {note["space"] for note in told(tab.hears(f'"space":"{last}"')) if note["k"] == "post"}


def test_a_new_post_is_told_to_those_who_may_see_it_and_not_to_its_author(tab: Open, furnished: Stage):
    olu, mo, ada, ben, visitor = tab("olu"), tab("mo"), tab("ada"), tab("ben"), tab()
    told_before = len(olu.frames)
    secret, paid, members = (publish(olu, furnished, where) for where in ("secret", "paid", "members"))
    public = publish(olu, furnished, "public")
    assert spaces_told(mo, public) == {secret, paid, members, public}
    assert spaces_told(ada, public) == {members, public}
    assert spaces_told(ben, public) == {members, public}
    assert spaces_told(visitor, public) == {public}
    olu.settle()
    assert news(olu.frames[told_before:]) == []


def test_news_hold_neither_words_nor_names(tab: Open, furnished: Stage):
    olu, mo = tab("olu"), tab("mo")
    secret = publish(olu, furnished, "secret")
    notes = news(mo.hears(f'"space":"{secret}"'))
    assert [set(note) for note in notes] == [{"k", "id", "space", "bot"}]


def test_an_invitation_and_its_end_count_at_once_and_the_page_reads_itself_again(tab: Open, furnished: Stage):
    olu, ben = tab("olu"), tab("ben")
    olu.visit(f"/spaces/{furnished.slugs['secret']}/edit")
    olu.ask(f"{FORM}.invite", {"form": {"username": "ben"}})
    assert told(ben.hears('"k":"again"'))
    secret, public = publish(olu, furnished, "secret"), publish(olu, furnished, "public")
    assert spaces_told(ben, public) == {secret, public}
    olu.ask(f"{FORM}.uninvite", {"user_id": str(furnished.cast.user_id("ben"))})
    assert told(ben.hears('"k":"again"'))
    publish(olu, furnished, "secret")
    assert spaces_told(ben, publish(olu, furnished, "public")) == {public}


def test_a_space_that_closes_is_silent_for_those_outside(tab: Open, furnished: Stage):
    olu, visitor = tab("olu"), tab()
    slug, where = furnished.slugs["public"], f"{FORM}.save"
    form = {"name": "Closed now", "slug": slug, "icon": "💬", "post_permission": "everyone", "description": ""}
    try:
        olu.visit(f"/spaces/{slug}/edit")
        olu.ask(where, {"form": form | {"visibility": "members", "bots_allowed": "on"}})
        assert told(visitor.hears('"k":"again"'))
        publish(olu, furnished, "public")
        visitor.settle()
        time.sleep(0.3)
        visitor.settle()
        assert not [note for note in told(visitor.frames) if note["k"] == "post"]
    finally:
        olu.visit(f"/spaces/{slug}/edit")
        olu.ask(where, {"form": form | {"visibility": "public", "bots_allowed": "on"}})


def change_user(made: Stage, name: str, **values: object) -> None:
    """What no page offers yet, behind the server's back."""
    with made.cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.username) == name).values(**values))


@pytest.mark.parametrize("change", ["banned", "session ended", "session ran out"])
def test_who_is_out_is_told_as_a_visitor_is(tab: Open, furnished: Stage, app: RunningApp, change: str):
    olu, secret_of_ben = tab("olu"), furnished.sign_in("ben")
    with Tab(app.port, secret_of_ben) as ben:
        ben.visit("/")
        try:
            if change == "banned":
                change_user(furnished, "ben", banned_at=clock.now())
            elif change == "session ended":
                furnished.revoke(secret_of_ben)
            else:
                furnished.change_session(secret_of_ben, expires_at=clock.now() - timedelta(seconds=1))
            time.sleep(KNOWN_FOR + 0.2)
            publish(olu, furnished, "members")
            public = publish(olu, furnished, "public")
            assert spaces_told(ben, public) == {public}
        finally:
            change_user(furnished, "ben", banned_at=None)


def test_a_role_that_is_taken_and_a_tier_that_is_given_count(tab: Open, furnished: Stage):
    olu, mo, ada = tab("olu"), tab("mo"), tab("ada")
    cast = furnished.cast
    try:
        change_user(furnished, "mo", role=Role.member)
        tier = cast.do(cast.olu, create_tier, "Gold")
        cast.do(cast.olu, grant_tier, cast.user_id("ada"), tier)
        time.sleep(KNOWN_FOR + 0.2)
        publish(olu, furnished, "secret")
        paid, public = publish(olu, furnished, "paid"), publish(olu, furnished, "public")
        assert spaces_told(mo, public) == {public}
        assert spaces_told(ada, public) == {paid, public}
    finally:
        change_user(furnished, "mo", role=Role.moderator)


def test_signing_out_elsewhere_is_told_to_all_tabs_of_the_member(tab: Open, furnished: Stage):
    first, second = tab("ada", "/account"), tab("ada")
    first.ask(SIGN_OUT_ALL)
    assert told(second.hears('"k":"again"'))


def test_a_push_about_a_post_reaches_those_who_show_it(tab: Open, furnished: Stage):
    olu, ada, visitor = tab("olu"), tab("ada", f"/posts/{furnished.ids['members post']}"), tab()
    post = furnished.ids["members post"]
    for wanted in (True, False):
        olu.ask(f"{POSTS}___feed_state____home_state.like", {"post_id": post, "wanted": wanted})
        notes = news(ada.hears(f'"id":"{post}"'))
        assert [note["values"] for note in notes] == [{"like_count": int(wanted)}]
    visitor.settle()
    assert told(visitor.frames) == []


def test_rubbish_and_a_socket_that_hangs_up_harm_nobody(tab: Open, furnished: Stage, app: RunningApp):
    olu, ada = tab("olu"), tab("ada")
    with Tab(app.port, furnished.sign_in("ben")) as gone:
        gone.visit("/")
        gone.raw('42/_event,["live",[{"k":"again"}]]')
        gone.raw('42/_event,["live"')
    public = publish(olu, furnished, "public")
    assert spaces_told(ada, public) == {public}


def test_the_order_of_pushes_is_that_of_the_deeds(tab: Open, furnished: Stage):
    olu, mo = tab("olu"), tab("mo")
    for _ in range(5):
        publish(olu, furnished, "public")
    last = publish(olu, furnished, "members")
    notes = news(mo.hears(f'"space":"{last}"'))
    ids = [UUID(note["id"]) for note in notes]
    assert len(ids) == len(set(ids)) == 6


def test_word_of_who_writes_reaches_those_who_see_the_post_and_not_the_writer(tab: Open, furnished: Stage):
    for kind, hears, not_hears in (
        ("members", ("ada", "ben"), ("",)),
        ("secret", ("mo",), ("ada", "ben", "")),
    ):
        path = f"/posts/{furnished.ids[f'{kind} post']}"
        olu, again = tab("olu", path), tab("olu", path)
        listeners, others = [tab(name, path) for name in hears], [tab(name, path) for name in not_hears]
        olu.ask(WRITING)
        for one in listeners:
            (note,) = [note for note in told(one.hears('"k":"writing"')) if note["k"] == "writing"]
            assert (note["name"], note["by"], note["over"]) == ("Olu", "olu", False)
        for one in (again, *others):
            one.settle()
            assert not [note for note in told(one.frames) if note["k"] == "writing"]


def test_one_who_may_not_answer_cannot_say_that_they_write(tab: Open, furnished: Stage):
    path = f"/posts/{furnished.ids['public post']}"
    reader, visitor = tab("ben", path), tab("", path)
    visitor.ask(WRITING)
    tab("olu", path).ask(WRITING)
    notes = [note for note in told(reader.hears('"by":"olu"')) if note["k"] == "writing"]
    assert [note["by"] for note in notes] == ["olu"]


def test_who_is_here_is_told_to_members_and_of_public_profiles_only(tab: Open, furnished: Stage):
    ada, visitor = tab("ada"), tab()
    change_user(furnished, "mo", visibility=MemberVisibility.private)
    try:
        tab("mo")
        tab("ben")
        ada.sees_here("ben")
        ada.sees_here("mo", is_here=False)
        assert "ada" in here(ada.frames)
        assert next(set(note) for note in told(ada.frames) if note["k"] == "here") == {"k", "all"}
        visitor.settle()
        assert not [note for note in told(visitor.frames) if note["k"] == "here"]
    finally:
        change_user(furnished, "mo", visibility=MemberVisibility.public)


def test_one_who_leaves_is_said_to_have_gone(tab: Open, furnished: Stage, app: RunningApp):
    olu = tab("olu")
    with Tab(app.port, furnished.sign_in("mo")) as mo:
        mo.visit("/")
        olu.sees_here("mo")
    olu.sees_here("mo", is_here=False)


def test_points_are_said_on_the_members_own_pages_and_on_no_other(tab: Open, furnished: Stage):
    ada, also_ada, ben, visitor = tab("ada"), tab("ada", "/account"), tab("ben"), tab()
    ben.ask(LIKE, {"post_id": furnished.ids["public post"], "wanted": True})
    for own in (ada, also_ada):
        earned = [note for note in told(own.hears('"why":"like_received"')) if note["k"] == "points"]
        assert earned[-1]["amount"] >= 2
    for other in (ben, visitor):
        other.settle()
        assert "like_received" not in "".join(other.frames)


def test_points_are_not_said_where_the_session_has_ended(tab: Open, furnished: Stage, app: RunningApp):
    mo, ada, secret = tab("mo"), tab("ada"), furnished.sign_in("ada")
    with Tab(app.port, secret) as ended:
        ended.visit("/")
        furnished.revoke(secret)
        time.sleep(KNOWN_FOR + 0.2)
        mo.ask(LIKE, {"post_id": furnished.ids["public post"], "wanted": True})
        ada.hears('"why":"like_received"')
        ended.settle()
        assert "like_received" not in "".join(ended.frames)
