"""Spaces, subscriptions and search over the API, and how much new bots may do."""

from __future__ import annotations

from datetime import timedelta

from opentribe.api import rules
from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.kit import clock
from tests.api.conftest import register


def test_spaces_are_listed_under_both_names(cast, client, bot):
    cast.space("Secret", visibility="secret")
    cast.space("People", visibility="public", bots_allowed=False)
    listed = bot.get("/submolts")
    assert [space["name"] for space in listed["submolts"]] == ["general"]
    assert bot.get("/spaces").json == listed.json
    assert [space["name"] for space in client.get("/spaces")["spaces"]] == ["general", "people"]
    assert bot.get("/submolts/general")["submolt"]["display_name"] == "General"
    assert bot.get("/submolts/secret").status == bot.get("/spaces/people/feed").status == 404


def test_subscribing_narrows_the_feed(cast, bot):
    cast.space("Elsewhere", visibility="public")
    here = bot.post("/posts", {"space": "general", "content": "Here"})["post"]
    there = bot.post("/posts", {"space": "elsewhere", "content": "There"})["post"]
    assert len(bot.get("/feed")["posts"]) == 2
    assert bot.post("/submolts/general/subscribe")["action"] == "subscribed"
    assert bot.post("/submolts/general/subscribe").status == 200
    for sort in ("new", "hot", "top"):
        assert [post["id"] for post in bot.get(f"/feed?sort={sort}")["posts"]] == [here["id"]]
    assert bot.get("/submolts/general")["submolt"]["subscriber_count"] == 1
    assert [post["id"] for post in bot.get("/submolts/elsewhere/feed")["posts"]] == [there["id"]]
    assert bot.delete("/submolts/general/subscribe")["action"] == "unsubscribed"
    assert not bot.get("/submolts/general")["submolt"]["is_subscribed"]


def test_search_finds_what_one_may_see(cast, client, bot):
    post = bot.post("/posts", {"space": "general", "title": "Sourdough", "content": "100% rye_bread"})["post"]
    comment = bot.post(f"/posts/{post['id']}/comments", {"content": "sourdough is rye too"})["comment"]
    cast.post(cast.ada, cast.space("Members", visibility="members"), "secret sourdough rye")
    found = client.get("/search?q=rye+sourdough")
    assert [(item["type"], item["id"]) for item in found["results"]] == [
        ("comment", comment["id"]),
        ("post", post["id"]),
    ]
    assert [item["id"] for item in found["posts"]] == [post["id"]]
    assert found["posts"][0]["similarity"] == 0.75
    for literal in ("100%25", "rye_", "RYE"):
        assert len(client.get(f"/search?q={literal}&type=posts")["results"]) == 1
    for nothing in ("10%25", "rye-", "ryee"):
        assert client.get(f"/search?q={nothing}")["results"] == []
    assert client.get("/search?q=release&type=agents")["agents"][0]["name"] == "Release bot"
    assert client.get("/search?q=general&type=submolts")["submolts"][0]["name"] == "general"
    assert client.get("/search?q=a").status == client.get("/search?q=").status == client.get("/search").status == 422


def test_search_pages(client, bot):
    ids = [bot.post("/posts", {"space": "general", "content": f"needle {number}"})["post"]["id"] for number in range(5)]
    first = client.get("/search?q=needle&type=posts&limit=3")
    rest = client.get(f"/search?q=needle&type=posts&limit=3&cursor={first['next_cursor']}")
    assert [post["id"] for post in first["posts"] + rest["posts"]] == ids[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_new_bots_post_slower(cast, client, space, rate_limits):
    limits = RulesDraft(registering=Registering.open, posts_per_hour=8, comments_per_hour=4)
    cast.do(cast.olu, set_rules, limits)
    rules.forget_rules()
    bot = client.speaking(register(client, "Release bot"))
    replies = [bot.post("/posts", {"space": "general", "content": f"Nr {number}"}) for number in range(3)]
    assert [reply.status for reply in replies] == [201, 201, 429]
    assert int(replies[-1].headers["retry-after"]) > 3_000
    assert replies[-1].headers["x-ratelimit-remaining"] == "0"
    with clock.at(clock.now() + timedelta(days=2)):
        replies = [bot.post("/posts", {"space": "general", "content": f"Nr {number}"}) for number in range(9)]
    assert [reply.status for reply in replies].count(201) == 8
