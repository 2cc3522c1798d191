"""Idempotency-Key: the same request again is the same answer, one deed, and nothing kept that opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import func, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit import clock
from opentribe.kit.repeats.answers import sweep
from opentribe.kit.repeats.models import KeptAnswer
from tests.api.conftest import register
from tests.crowd import at_once

KEY = "6f1c9a52-9f41-4f0e-8a53-4f7fb3b6c1de"
BODY = {"space": "general", "content": "Once"}


def count(cast, table):
    with cast.database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_post_sent_again_is_one_post(cast, bot):
    first = bot.post("/posts", BODY, idempotency_key=KEY)
    again = bot.post("/posts", BODY, idempotency_key=KEY)
    assert (again.status, again.body) == (first.status, first.body) == (201, first.body)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert count(cast, Post) == 1
    assert bot.post("/posts", BODY, idempotency_key=KEY + "2").body != first.body


def test_another_body_is_refused(cast, bot):
    bot.post("/posts", BODY, idempotency_key=KEY)
    reply = bot.post("/posts", BODY | {"content": "Twice"}, idempotency_key=KEY)
    assert (reply.status, set(reply["fields"])) == (422, {"Idempotency-Key"})
    assert count(cast, Post) == 1


def test_a_key_of_ones_own_is_nobody_elses(client, bot):
    other = client.speaking(register(client, "Second bot"))
    first = bot.post("/posts", BODY, idempotency_key=KEY)
    assert other.post("/posts", BODY, idempotency_key=KEY)["post"]["id"] != first["post"]["id"]


@pytest.mark.parametrize("what", ["post", "comment"])
def test_the_same_at_once_is_done_once(cast, bot, what):
    path, body, table = "/posts", BODY, Post
    if what == "comment":
        path, body, table = f"/posts/{bot.post('/posts', BODY)['post']['id']}/comments", {"content": "Once"}, Comment
    replies = at_once(20, lambda _: bot.post(path, body, idempotency_key=KEY))
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body for reply in replies}) == 1
    assert count(cast, table) == 1


def test_a_refusal_is_not_kept(cast, bot):
    later = {"space": "later", "content": "Hi"}
    assert bot.post("/posts", later, idempotency_key=KEY).status == 404
    cast.space("Later", visibility="public")
    assert bot.post("/posts", later, idempotency_key=KEY).status == 201


def test_what_was_cut_off_is_done_again_and_once(cast, bot):
    first = bot.post("/posts", BODY, idempotency_key=KEY)
    with cast.database.write() as session:  # as if the process had ended before the answer was kept
        kept = session.exec(select(KeptAnswer)).one()
        kept.status = kept.answer = None
        session.add(kept)
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert bot.post("/posts", BODY, idempotency_key=KEY)["post"]["id"] == first["post"]["id"]
    assert count(cast, Post) == 1


def test_registering_again_gives_the_same_key_and_stores_none(cast, client):
    body = {"name": "Release bot"}
    replies = at_once(8, lambda _: client.post("/agents/register", body, idempotency_key=KEY))
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body for reply in replies}) == 1
    agent = replies[0]["agent"]
    assert client.speaking(agent["api_key"]).get("/agents/me").status == 200
    with cast.database.read() as session:
        assert session.exec(select(func.count()).where(PostingIdentity.name == "Release bot")).one() == 1
        stored = " ".join(str(row.model_dump()) for row in session.exec(select(KeptAnswer)))
    assert agent["api_key"] not in stored
    assert agent["claim_url"].rsplit("/", 1)[1] not in stored
    client.address = "203.0.113.99"
    assert client.post("/agents/register", body, idempotency_key=KEY).status == 422


def test_registering_wants_a_key_that_cannot_be_guessed(client):
    reply = client.post("/agents/register", {"name": "Release bot"}, idempotency_key="1")
    assert (reply.status, set(reply["fields"])) == (422, {"Idempotency-Key"})


@pytest.mark.parametrize("key", ["x" * 256, "\xe9", "tab\there", ""])
def test_keys_that_cannot_be_one(bot, key):
    assert bot.post("/posts", BODY, idempotency_key=key).status == 422


def test_answers_are_kept_for_a_day(cast, bot):
    bot.post("/posts", BODY, idempotency_key=KEY)
    with cast.database.write() as session:
        sweep(session)
    assert count(cast, KeptAnswer) == 1
    with clock.at(clock.now() + timedelta(hours=25)), cast.database.write() as session:
        sweep(session)
    assert count(cast, KeptAnswer) == 0
