"""A tab belongs to one session: what it holds goes when the session changes or ends, and secrets never travel."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest

from opentribe.kit.tokens import digest
from opentribe.web.session.cookie import COOKIE, SealedCookie, session_hash
from tests.server import RunningApp
from tests.web.handlers import Listing
from tests.web.socket import ECHO, HYDRATE, LOAD, ROOT, Tab, deltas
from tests.web.stage import ADA_ADDRESS, MEMBERS, Stage, changes

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end

OF_ADA = (MEMBERS, ADA_ADDRESS, '"username":"ada"', '"Ada"')
HYDRATE_ONLY = f"{ROOT}.hydrate"


def named(listed: Listing, short: str) -> str:
    """A handler's full name."""
    return next(handler.name for handler in listed.handlers if handler.short == short)


def leave_a_tab(app: RunningApp, furnished: Stage, secret: str) -> str:
    """Somebody reads and goes away; the tab's token, which is all that the browser's storage holds."""
    token = str(uuid.uuid4())
    with Tab(app.port, secret, token) as tab:
        frames = tab.visit("/account") + tab.visit(f"/posts/{furnished.ids['members post']}")
        assert MEMBERS in "\n".join(frames)
        assert ADA_ADDRESS in "\n".join(frames)
    time.sleep(0.3)  # until the server has seen it go; else it hands out another token
    return token


def said_to(tab: Tab) -> str:
    """All that a tab was ever sent, in one writing of JSON."""
    assert "new_token" not in "".join(tab.frames)
    return "\n".join(tab.frames).replace('": ', '":')


@pytest.mark.parametrize("first", [HYDRATE, HYDRATE_ONLY, LOAD, ECHO], ids=["boot", "hydrate", "load", "handler"])
@pytest.mark.parametrize("who", ["ben", "nobody", "a made-up session"])
def test_the_next_person_gets_nothing_of_the_last(app: RunningApp, furnished: Stage, who: str, first: str) -> None:
    token = leave_a_tab(app, furnished, furnished.sign_in("ada", ADA_ADDRESS))
    secret = {"ben": furnished.sign_in("ben"), "nobody": "", "a made-up session": "made-up"}[who]
    with Tab(app.port, secret, token) as tab:
        tab.ask(first, {"kind": "info", "text": "first"} if first == ECHO else {}, path="/404")
        tab.ask(HYDRATE_ONLY, path="/404")
        said = said_to(tab)
    hers = OF_ADA[1:] if who == "ben" else OF_ADA  # he sees the members' spaces too
    assert [word for word in hers if word in said] == []


def test_the_same_person_gets_the_tab_back(app: RunningApp, furnished: Stage) -> None:
    """So that the test above does not pass by losing everything."""
    secret = furnished.sign_in("ada", ADA_ADDRESS)
    token = leave_a_tab(app, furnished, secret)
    with Tab(app.port, secret, token) as tab:
        tab.ask(HYDRATE_ONLY, path="/404")
        said = said_to(tab)
    assert [word for word in OF_ADA if word not in said] == []


@pytest.mark.parametrize("first", [HYDRATE, HYDRATE_ONLY, ECHO], ids=["boot", "hydrate", "handler"])
def test_after_signing_out_everywhere_the_old_tab_is_empty(
    app: RunningApp, furnished: Stage, listed: Listing, first: str
) -> None:
    secret = furnished.sign_in("ada", ADA_ADDRESS)
    elsewhere = furnished.sign_in("ada", ADA_ADDRESS)
    token = leave_a_tab(app, furnished, secret)
    with Tab(app.port, elsewhere) as other:
        other.visit("/account")
        frames = other.ask(named(listed, "SessionsState.sign_out_everywhere"))
        assert deltas(frames)["session_state"]["departure"] == {"to": "/sign-in", "ticket": "", "is_end": True}
    with Tab(app.port, secret, token) as tab:
        tab.ask(first, {"kind": "info", "text": "first"} if first == ECHO else {}, path="/404")
        tab.ask(HYDRATE_ONLY, path="/404")
        state = deltas(tab.frames)
        assert state["session_state"]["me"]["is_member"] is False
        assert state["post_state"]["post"] is None
        said = said_to(tab)
    assert [word for word in OF_ADA if word in said] == []


@pytest.mark.parametrize("kind", ["public", "members"])
def test_an_open_tab_is_led_out_when_its_session_ends(
    app: RunningApp, furnished: Stage, listed: Listing, kind: str
) -> None:
    """Also where a visitor would only hear that there is no such post."""
    secret = furnished.sign_in("ada")
    with Tab(app.port, secret) as tab:
        tab.visit(f"/posts/{furnished.ids[f'{kind} post']}")
        furnished.revoke(secret)
        before = furnished.rows()
        wanted = {"post_id": furnished.ids[f"{kind} post"], "wanted": True}
        frames = tab.ask(named(listed, "PostState.like"), wanted)
        assert deltas(frames)["session_state"].get("departure", {}).get("to") == "/sign-in"
        assert MEMBERS not in "\n".join(frames)
        assert changes(before, furnished.rows()) == set()


def test_a_visitor_who_tries_is_led_to_the_sign_in_page(app: RunningApp, furnished: Stage, listed: Listing) -> None:
    with Tab(app.port) as tab:
        tab.visit("/")
        frames = tab.ask(named(listed, "HomeState.like"), {"post_id": furnished.ids["public post"], "wanted": True})
    assert any("_redirect" in frame and "/sign-in" in frame for frame in frames)


def test_secrets_do_not_travel(app: RunningApp, furnished: Stage) -> None:
    """Not in any frame, though hydration sends the whole state, and not in the log."""
    secret = furnished.sign_in("ada")
    with Tab(app.port, secret) as tab:
        for path in ("/account", "/", f"/posts/{furnished.ids['members post']}"):
            tab.visit(path)
        tab.ask("nobody.knows.this", {"x": 1})
        said = "\n".join(tab.frames)
    assert '"username":"ada"' in said.replace('": ', '":')
    assert secret not in said
    assert digest(secret) not in said
    assert secret not in app.log


async def sealed(kind: str, *cookies: bytes) -> list[tuple[bytes, bytes]]:
    """The headers that reach the app behind the seal."""
    seen: list[Any] = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["headers"])

    sent = [(b"host", b"x"), *((b"cookie", cookie) for cookie in cookies)]
    await SealedCookie(inner)({"type": kind, "headers": sent}, None, None)  # type: ignore[arg-type]
    return seen[0]


def run(coroutine: Any) -> Any:
    """Run what never waits."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waited")


def test_the_app_sees_a_digest_in_place_of_the_cookies() -> None:
    sent = b"theme=dark; " + COOKIE.encode() + b"=s3cret; other=private"
    assert run(sealed("websocket", sent)) == [(b"host", b"x"), (b"cookie", digest("s3cret").encode())]
    assert run(sealed("websocket", b"a=b", f"{COOKIE}=s3cret".encode()))[1:] == [(b"cookie", digest("s3cret").encode())]
    assert run(sealed("websocket")) == [(b"host", b"x"), (b"cookie", b"")]
    assert run(sealed("http", sent)) == [(b"host", b"x"), (b"cookie", sent)]


@pytest.mark.parametrize("header", ["", COOKIE, f"{COOKIE}=", "=;;=", f"{COOKIE}\0=x", "a=b", "\xff=\xfe; ;"])
def test_no_cookie_is_no_session(header: str) -> None:
    assert session_hash(header) == ""
