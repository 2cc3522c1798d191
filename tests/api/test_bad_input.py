"""Whatever comes in: never a 5xx, always JSON, always with what is wrong and what to do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from opentribe.api.noting import forget_noted
from opentribe.domain.auth.models import ApiToken
from opentribe.domain.identities.commands import end_keys, register, revoke_key, rotate_key
from opentribe.domain.identities.models import IdentityToken
from opentribe.domain.identities.queries import list_keys
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import Post
from opentribe.kit import clock
from opentribe.kit.tokens import digest
from tests import aio

GOOD = {"space": "general", "content": "Hi"}


def refused(reply, status):
    """Everything that a refusal has."""
    assert reply.status == status, reply.body
    said = reply.json
    assert said["success"] is False
    assert said["error"]
    assert isinstance(said["hint"], str)
    for header in ("limit", "remaining", "reset"):
        assert reply.headers[f"x-ratelimit-{header}"].isdecimal()
    assert reply.headers["access-control-allow-origin"] == "*"
    return said


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer opentribe_garbage"},
        {"authorization": "Bearer \xff\xfe"},
        {"authorization": "Basic b2x1OnBhc3N3b3Jk"},
        {"authorization": "opentribe_garbage"},
        {"x_api_key": "garbage"},
        {"x_api_key": "x" * 9_000},
    ],
)
def test_keys_that_are_none(client, space, headers):
    said = refused(client.post("/posts", GOOD, **headers), 401)
    assert "Bearer" in said["error"] + said["hint"]
    if headers:
        refused(client.get("/posts", **headers), 401)


def test_keys_that_open_nothing_any_more_say_why(cast, client, space):
    made = cast.do(cast.ada, register, IdentityDraft(name="Build bot"))
    bot = client.speaking(made.secret)
    key = cast.do(cast.ada, list_keys, made.id).items[0]
    new = client.speaking(cast.do(cast.ada, rotate_key, key.id).secret)
    assert bot.get("/agents/me").status == new.get("/agents/me").status == 200
    with clock.at(clock.now() + timedelta(hours=2)):
        assert "expired" in refused(bot.get("/agents/me"), 401)["error"]
    cast.do(cast.ada, revoke_key, key.id)
    assert "revoked" in refused(bot.post("/posts", GOOD), 401)["error"]
    with cast.database.write() as session:
        ada = session.exec(select(User).where(User.username == "ada")).one()
        ada.banned_at = clock.now()
        end_keys(session, ada.id)
    assert "banned" in refused(new.post("/posts", GOOD), 403)["error"]


def test_a_key_of_the_workspace_is_told_where_it_belongs(cast, client, space):
    with cast.database.write() as session:
        session.add(ApiToken(user_id=cast.user_id("ada"), token_hash=digest("a-user's-token")))
    assert "workspace" in refused(client.speaking("a-user's-token").get("/posts"), 403)["error"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b'{"content": "\xff"}', 400),
        (b'{"space": "general", "content": "a", "content": "b"}', 400),
        (b'{"metadata": {"a": {"b": 1, "b": 2}}}', 400),
        (b'{"content": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", 400),
        (b'{"content": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", 413),
        (b'{"space": "general", "content": NaN}', 400),
        (b'{"space": "general", "content": Infinity}', 400),
        (b'{"space": "general", "content": "a\\u0000b"}', 400),
        (b'{"space": "general", "content": "\\ud800"}', 400),
        (b'{"space": "general", "content": "a\x00b"}', 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b"1" * 5_000, 400),
        (b"null", 422),
        (b"{}", 422),
        (b'{"space": "general"}', 422),
        (b'{"space": "general", "content": ""}', 422),
        (b'{"space": "general", "content": 5}', 422),
        (b'{"space": "general", "content": ["a"]}', 422),
        (b'{"space": ["general"], "content": "a"}', 422),
        (b'{"space": "nowhere", "content": "a"}', 404),
        (b'{"space": "../general", "content": "a"}', 404),
        (b'{"space": "general", "content": "a", "url": "javascript:alert(1)"}', 422),
        (json.dumps({"space": "general", "content": "x" * 40_001}).encode(), 422),
        (json.dumps({"space": "general", "content": "a", "title": "t" * 201}).encode(), 422),
    ],
)
def test_bodies_that_cannot_be_taken(bot, cast, body, status):
    said = refused(bot.post("/posts", body), status)
    if status == 422:
        assert said["fields"]
    with cast.database.read() as session:
        assert not session.exec(select(Post)).all()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])
def test_other_types_than_json(bot, kind):
    said = refused(bot.post("/posts", GOOD, content_type=kind), 415)
    assert "application/json" in said["error"]


def test_a_hundred_thousand_marks_are_quick_and_harmless(bot):
    reply = bot.post("/posts", {"space": "general", "content": "a" + "\u0301" * 39_000})
    assert reply.status == 201
    assert len(reply["post"]["content"]) < 100
    hostile = json.dumps({"space": "general", "content": "a" + "\u0301" * 100_000}, ensure_ascii=False)
    refused(bot.post("/posts", hostile.encode()), 422)


def test_fields_that_nobody_declared_are_named_and_never_assigned(bot):
    strange = {"like_count": 1_000, "is_default": True, "id": "0", "author_name": "Olu", "created_at": "2020-01-01"}
    reply = bot.post("/posts", GOOD | strange)
    assert reply.status == 201
    assert (reply["post"]["upvotes"], reply["post"]["author"]["name"]) == (0, "Release bot")
    assert {warning.split("`")[1] for warning in reply["warnings"]} == set(strange)
    assert "warnings" not in bot.post("/posts", GOOD).json
    assert "`page`" in bot.get("/posts?page=2")["warnings"][0]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=-1", 422),
        ("limit=101", 422),
        ("limit=99999999999999999999999", 422),
        ("limit=ten", 422),
        ("limit=1e3", 422),
        ("limit=", 422),
        ("offset=-1", 422),
        ("offset=1001", 422),
        ("cursor=garbage", 422),
        ("cursor=%F0%9F%98%80", 422),
        ("cursor=" + "x" * 300, 422),
        ("sort=worst", 422),
        ("sort=hot&cursor=MjAyNg", 422),
        ("submolt=nowhere", 404),
        ("submolt=%00", 400),
        ("submolt=%FF", 400),
        ("limit=1&limit=2", 400),
        ("&".join(f"a{number}=1" for number in range(80)), 400),
    ],
)
def test_queries_that_cannot_be_taken(client, space, query, status):
    refused(client.get(f"/posts?{query}"), status)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/posts/1",
        "/posts/..%2f..%2fetc%2fpasswd",
        "/posts/../../etc/passwd",
        "/posts/%00",
        "/posts/%ED%A0%80",
        "/posts/00000000-0000-0000-0000-000000000000",
        "/posts/" + "9" * 4_000,
        "/posts/x/comments",
        "/posts//comments",
        "/comments/x",
        "/agents/profile/x/y",
        "/agents/profile?name=%3Cscript%3E",
    ],
)
def test_addresses_that_are_none(bot, path):
    refused(bot.get(path), 404)


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e%2f", "nobody", "%00", "a%00b", "'; DROP TABLE posts; --", "%F0%9F%98%80"]
)
def test_names_of_nobody(bot, name):
    refused(bot.post(f"/agents/{name}/follow", {}), 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PROPFIND"])
def test_methods_that_an_address_does_not_take(bot, method):
    reply = bot.send(method, "/posts")
    refused(reply, 405)
    assert reply.headers["allow"] == "GET, OPTIONS, POST"


def test_names_that_bots_cannot_have(client, bot, cast):
    for name in ("Release bot", "re1ease-b0t", "admin", "ada", "", "x", "a/b", "n" * 41, "Аda"):
        said = refused(client.post("/agents/register", {"name": name}), 422)
        assert "name" in said["fields"]
    refused(client.post("/agents/register", {"description": "no name"}), 422)
    refused(client.post("/agents/register", {"name": "Fine name", "description": "d" * 501}), 422)


def test_what_is_too_large_is_refused_before_it_is_read(bot):
    reply = aio.run(bot.exchange("POST", "/posts", {"content-length": "999999999"}, []))
    refused(reply, 413)
    parts = [b"x" * 100_000] * 3 + [b"never read"]
    reply = aio.run(bot.exchange("POST", "/posts", {"authorization": f"Bearer {bot.key}"}, parts))
    refused(reply, 413)
    refused(aio.run(bot.exchange("POST", "/posts", {"content-length": "-5"}, [])), 413)


def test_preflights_are_answered_for_everybody_and_without_credentials(client):
    reply = client.send("OPTIONS", "/posts", headers={"origin": "https://elsewhere.example"})
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    assert "Authorization" in reply.headers["access-control-allow-headers"]


def test_head_is_get_without_a_body(client, space):
    reply = client.send("HEAD", "/posts")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


def test_a_session_means_nothing_here(cast, client, space):
    refused(client.post("/posts", GOOD, cookie=f"opentribe_session={cast.ada.session_hash}"), 401)


def test_what_nobody_foresaw_is_json_too(client, space, monkeypatch):
    monkeypatch.setattr("opentribe.api.posts.list_lines", None)
    said = refused(client.get("/posts"), 500)
    assert "NoneType" not in str(said)


def test_limits_hold_and_say_how_long(client, bot, cast, rate_limits):
    replies = [bot.get("/agents/status") for _ in range(241)]
    assert [reply.status for reply in replies] == [200] * 240 + [429]
    remaining = [int(reply.headers["x-ratelimit-remaining"]) for reply in replies[:240]]
    assert remaining == sorted(remaining, reverse=True)
    last = replies[-1]
    refused(last, 429)
    assert last.headers["x-ratelimit-remaining"] == "0"
    assert 1 <= int(last.headers["retry-after"]) <= 61
    assert last["retry_after_minutes"] in {1, 2}
    assert client.get("/posts").status == 200


def test_guessing_keys_ends(client, space, rate_limits):
    statuses = [client.speaking(f"opentribe_{number}").get("/agents/me").status for number in range(70)]
    assert set(statuses[:60]) == {401}
    assert set(statuses[61:]) == {429}


def test_use_is_noted(cast, bot):
    with cast.database.read() as session:
        before = session.exec(select(IdentityToken.last_used_at)).one()
    assert before is None
    bot.get("/agents/me")
    forget_noted()
    with cast.database.read() as session:
        assert session.exec(select(IdentityToken.last_used_at)).one() is not None
