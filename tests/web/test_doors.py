"""The HTTP side: the two session routes, pages that are not for everybody, and packets that are not packets."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import websocket
from sqlalchemy import update
from sqlmodel import col, select
from starlette.responses import Response

from opentribe.domain.auth.models import AuthSession, LoginToken
from opentribe.kit import clock
from opentribe.kit.tokens import digest
from opentribe.settings import get_settings
from opentribe.web.session.cookie import COOKIE, clear_session, set_session
from opentribe.web.session.onward import safe_path
from tests.server import RunningApp
from tests.web.socket import NAMESPACE, Tab, answers
from tests.web.stage import MEMBERS, PAID, SECRET, Stage

pytestmark = pytest.mark.timeout(300)  # the first start builds the front end

OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


def get(app: RunningApp, path: str, headers: dict[str, str] | None = None, method: str = "GET"):  # type: ignore[no-untyped-def]
    """An answer as it stands, redirects not followed, with its body."""
    connection = http.client.HTTPConnection("localhost", app.port, timeout=20)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def post(app: RunningApp, path: str, headers: dict[str, str], body: str = ""):  # type: ignore[no-untyped-def]
    """The answer to a POST."""
    connection = http.client.HTTPConnection("localhost", app.port, timeout=20)
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def cookie(secret: str) -> dict[str, str]:
    """The header that a browser sends."""
    return {"Cookie": f"{COOKIE}={secret}"}


def sessions(furnished: Stage) -> int:
    """How many sessions were ever opened."""
    with furnished.cast.database.read() as session:
        return len(session.exec(select(AuthSession.id)).all())


def is_alive(furnished: Stage, secret: str) -> bool:
    """Whether a session can still be used."""
    with furnished.cast.database.read() as session:
        row = session.exec(select(AuthSession).where(AuthSession.token_hash == digest(secret))).one()
    return row.revoked_at is None


def test_a_ticket_opens_one_session(app: RunningApp, furnished: Stage) -> None:
    ticket = furnished.ticket("ada")
    answer = post(app, "/session/enter", OURS, ticket)
    assert answer.status == 204
    assert answer.headers["cache-control"] == "no-store"
    given = answer.headers["set-cookie"]
    assert given.startswith(f"{COOKIE}=")
    flags = {part.strip().lower() for part in given.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", f"max-age={400 * 86_400}"} <= flags
    assert "secure" not in flags
    secret = given.split(";")[0].partition("=")[2]
    assert is_alive(furnished, secret)
    assert secret not in app.log
    assert ticket not in app.log
    again = post(app, "/session/enter", OURS, ticket)
    assert again.status == 401
    assert again.headers["set-cookie"] is None


def test_the_cookie_is_secure_where_https_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_settings(), "public_url", "https://tribe.example")
    for change in (lambda response: set_session(response, "secret"), clear_session):
        response = Response()
        change(response)
        flags = {part.strip().lower() for part in response.headers["set-cookie"].split(";")}
        assert {"secure", "httponly", "samesite=lax"} <= flags


def test_a_ticket_lasts_a_minute(app: RunningApp, furnished: Stage) -> None:
    ticket = furnished.ticket("ada")
    with furnished.cast.database.write() as session:
        row = session.exec(select(LoginToken).where(LoginToken.token_hash == digest(ticket))).one()
        assert timedelta(seconds=55) < row.expires_at - clock.now() <= timedelta(seconds=60)
        session.connection().execute(
            update(LoginToken).where(col(LoginToken.id) == row.id).values(expires_at=clock.now())
        )
    answer = post(app, "/session/enter", OURS, ticket)
    assert answer.status == 401
    assert answer.headers["set-cookie"] is None


ELSEWHERE: tuple[Callable[[int], dict[str, str]], ...] = (
    lambda port: {"Sec-Fetch-Site": "cross-site"},
    lambda port: {"Sec-Fetch-Site": "same-site"},
    lambda port: {"Sec-Fetch-Site": "none"},
    lambda port: {"Sec-Fetch-Site": "cross-site", "Referer": f"http://localhost:{port}/sign-in"},
    lambda port: {"Referer": "https://evil.example/sign-in"},
    lambda port: {"Referer": f"https://evil.example/?http://localhost:{port}/"},
    lambda port: {"Referer": f"http://localhost:{port}.evil.example/"},
    lambda port: {"Referer": f"http://localhost:{port}@evil.example/"},
    lambda port: {"Origin": "null"},
    lambda port: {"Origin": "https://evil.example"},
    lambda port: {},
)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_signed_in_or_out_from_elsewhere(
    app: RunningApp, furnished: Stage, elsewhere: Callable[[int], dict[str, str]]
) -> None:
    headers, ticket, before = elsewhere(app.port), furnished.ticket("ada"), sessions(furnished)
    answer = post(app, "/session/enter", headers, ticket)
    assert answer.status == 403
    assert answer.headers["set-cookie"] is None
    assert sessions(furnished) == before
    secret = furnished.sign_in("ada")
    answer = post(app, "/session/leave", headers | cookie(secret))
    assert answer.headers["set-cookie"] is None
    assert is_alive(furnished, secret)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_link_and_no_picture_signs_anybody_in_or_out(app: RunningApp, furnished: Stage, method: str) -> None:
    secret, ticket, before = furnished.sign_in("ada"), furnished.ticket("ben"), sessions(furnished)
    for path in ("/session/leave", "/session/leave?next=/", f"/session/enter?ticket={ticket}"):
        answer, _ = get(app, path, OURS | cookie(secret), method)
        assert answer.status in {404, 405}
        assert answer.headers["set-cookie"] is None
    assert is_alive(furnished, secret)
    assert sessions(furnished) == before


@pytest.mark.parametrize("named", ["fetch metadata", "origin"])
def test_leaving_ends_the_session_and_takes_the_cookie(app: RunningApp, furnished: Stage, named: str) -> None:
    secret, other = furnished.sign_in("ada"), furnished.sign_in("ada")
    headers = OURS if named == "fetch metadata" else {"Origin": f"http://localhost:{app.port}"}
    answer = post(app, "/session/leave", headers | cookie(secret))
    assert answer.status == 204
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert not is_alive(furnished, secret)
    assert is_alive(furnished, other)


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example",
     "javascript:alert(1)", "/\n/evil.example", "/\t/evil.example", "\n//evil.example", "/x\r\nSet-Cookie: a=b", "",
     "evil.example", " //evil.example", "/%5cevil.example\\", "///evil.example", "http:/evil.example", "/\u2028x",
     "//[", "http://[x"],
)  # fmt: skip
def test_the_way_on_stays_on_the_site(onward: str) -> None:
    assert safe_path(onward) == "/"


@pytest.mark.parametrize("onward", ["/", "/spaces/general", "/posts/1?edit=1#comments"])
def test_the_way_on_is_kept(onward: str) -> None:
    assert safe_path(onward) == onward


def test_a_ticket_raced_opens_one_session(app: RunningApp, furnished: Stage) -> None:
    ticket, before = furnished.ticket("ada"), sessions(furnished)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: post(app, "/session/enter", OURS, ticket), range(20)))
    assert sorted(answer.status for answer in found) == [204] + [401] * 19
    assert sum(answer.headers["set-cookie"] is not None for answer in found) == 1
    assert sessions(furnished) == before + 1


@pytest.mark.parametrize("ticket", ["", "x", "%00", "%ED%A0%80", "a" * 4000, "'%20OR%201=1", "%F0%9F%98%80"])
def test_a_made_up_ticket_opens_nothing(app: RunningApp, furnished: Stage, ticket: str) -> None:
    before = sessions(furnished)
    assert post(app, "/session/enter", OURS, ticket).status == 401
    assert sessions(furnished) == before


@pytest.mark.parametrize("ending", ["", "/", "?x=1"])
@pytest.mark.parametrize("kind", ["secret", "paid", "members"])
def test_hidden_pages_do_not_exist(app: RunningApp, furnished: Stage, kind: str, ending: str) -> None:
    marker = {"secret": SECRET, "paid": PAID, "members": MEMBERS}[kind]
    outside = [cookie(secret) for secret in furnished.outsiders().values() if secret] + [{}]
    if kind != "members":
        outside.append(cookie(furnished.sign_in("ben")))
    inside = cookie(furnished.sign_in("olu"))
    pages = {
        f"/posts/{furnished.ids[f'{kind} post']}": f"Title {marker}",
        f"/spaces/{furnished.slugs[kind]}": f"{kind} {marker}",
    }
    for path, title in pages.items():
        for headers in outside:
            answer, body = get(app, path + ending, headers)
            assert answer.status == 404
            assert marker not in body + str(answer.headers)
            assert get(app, path + ending, headers, "HEAD")[0].status == 404
        answer, body = get(app, path + ending, inside)
        assert answer.status == 200
        assert f"<title data-served>{title}</title>" in body
        assert "private" in answer.headers["cache-control"]
        assert "Cookie" in answer.headers["vary"]


def test_a_hidden_page_looks_like_one_that_never_was(app: RunningApp, furnished: Stage) -> None:
    """Same status, same words, same headers; only the address differs."""
    real, made_up = f"/posts/{furnished.ids['secret post']}", "/posts/01990000-0000-7000-8000-000000000000"
    (first, words), (second, others) = get(app, real), get(app, made_up)
    assert words.replace(real, "") == others.replace(made_up, "")
    assert {name: value for name, value in first.headers.items() if name != "content-length"} == {
        name: value for name, value in second.headers.items() if name != "content-length"
    }


ODD = (
    "/posts/", "/posts/x", "/posts/%00", "/posts/%ff", "/posts/" + "9" * 4000,
    "/spaces/%ED%A0%80", "/spaces/..", "/spaces/%2e%2e%2fetc%2fpasswd", "/spaces/'%20OR%201=1",
)  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_answered(app: RunningApp, path: str) -> None:
    logged = len(app.log)
    assert get(app, path)[0].status == 404
    assert "Traceback" not in app.log[logged:]


PACKETS = {
    "not JSON": f"42{NAMESPACE},[[[",
    "no list": f'42{NAMESPACE},"event"',
    "empty list": f"42{NAMESPACE},[]",
    "unknown event": f'42{NAMESPACE},["unheard_of",{{}}]',
    "text for an event": f'42{NAMESPACE},["event","x"]',
    "number for an event": f'42{NAMESPACE},["event",5]',
    "no name": f'42{NAMESPACE},["event",{{}}]',
    "list for a name": f'42{NAMESPACE},["event",{{"name":[],"payload":{{}}}}]',
    "unknown handler": f'42{NAMESPACE},["event",{{"name":"no.such.handler","payload":{{}}}}]',
    "text for a route": f'42{NAMESPACE},["event",{{"name":"x","payload":{{}},"router_data":"x"}}]',
    "wrong namespace": '42/other,["event",{}]',
    "joining a wrong namespace": "40/other,",
    "too deep": f'42{NAMESPACE},["event",{{"name":"x","payload":{{"a":{"[" * 50_000}{"]" * 50_000}}}}}]',
    "too much": f'42{NAMESPACE},["event",{{"name":"x","payload":{{"a":"{"x" * 2_000_000}"}}}}]',
    "garbage": "zzzzzz",
    "an upload that never comes": f'451-{NAMESPACE},["event",{{"_placeholder":true,"num":0}}]',
    "a client's error": f'42{NAMESPACE},["client_error",{{"message":"{"x" * 50_000}"}}]',
}


@pytest.mark.parametrize("packet", PACKETS)
def test_broken_packets_harm_nobody_else(app: RunningApp, furnished: Stage, packet: str) -> None:
    logged = len(app.log)
    with Tab(app.port, furnished.sign_in("ben")) as bystander, Tab(app.port) as tab:
        tab.raw(PACKETS[packet])
        bystander.settle(1)
        tab.socket.settimeout(2)
        try:
            tab.settle(1, seconds=2)
        except (AssertionError, OSError, websocket.WebSocketException):
            pass  # it may have been hung up on
    assert answers(app.port)
    assert len(app.log) - logged < 20_000, "a stranger fills the log"


def test_binary_harms_nobody_else(app: RunningApp) -> None:
    with Tab(app.port) as tab:
        tab.socket.send_binary(b"\x00\xff" * 1000)
    assert answers(app.port)
