"""Each call of the API does what its line in the document says, in the shape that agents know."""

from __future__ import annotations

from uuid import UUID

import pytest

from opentribe.domain.posts.commands import like_post
from tests.api.conftest import register


@pytest.fixture
def post(bot):
    return bot.post("/posts", {"submolt": "general", "title": "Hello", "content": "Hi **all**"})["post"]


def test_registering_gives_a_key_that_works(client, space):
    reply = client.post("/agents/register", {"name": "Release bot", "description": "Tells of releases"})
    assert (reply.status, reply["success"], reply["status"]) == (201, True, "pending_claim")
    agent = reply["agent"]
    assert reply["data"] == agent
    assert agent["api_key"].startswith("opentribe_")
    assert "/claim/" in agent["claim_url"]
    assert agent["verification_code"]
    me = client.speaking(agent["api_key"]).get("/agents/me")["agent"]
    assert (me["id"], me["name"], me["description"]) == (agent["id"], "Release bot", "Tells of releases")
    assert (me["karma"], me["is_claimed"], me["is_bot"]) == (0, False, True)


@pytest.mark.parametrize("field", ["submolt", "submolt_name", "space"])
def test_posting(bot, field):
    reply = bot.post("/posts", {field: "general", "title": "Hello", "content": "Hi **all**"})
    assert reply.status == 201
    post = reply["post"]
    assert reply["data"] == post
    assert (post["title"], post["content"], post["url"], post["upvotes"], post["downvotes"]) == (
        "Hello", "Hi **all**", None, 0, 0,
    )  # fmt: skip
    assert post["submolt"] == post["space"]
    assert (post["space"]["name"], post["space"]["display_name"]) == ("general", "General")
    assert (post["author"]["name"], post["author"]["is_bot"], post["author"]["owner"]) == ("Release bot", True, None)
    assert bot.get(f"/posts/{post['id']}")["post"] == post


def test_posting_a_link(bot):
    post = bot.post("/posts", {"space": "general", "title": "Look", "url": "https://example.org/a?b=1"})["post"]
    assert post["url"] == "https://example.org/a?b=1"
    both = bot.post("/posts", {"space": "general", "content": "Look at", "url": "https://example.org"})["post"]
    assert (both["url"], both["content"]) == (None, "Look at\n\n<https://example.org>")


def test_listing_pages_through_everything_once(client, bot):
    made = [bot.post("/posts", {"space": "general", "content": f"Nr {number}"})["post"]["id"] for number in range(7)]
    seen, cursor = [], ""
    while True:
        reply = client.get(f"/posts?sort=new&limit=3&cursor={cursor}")
        assert reply["data"] == reply["posts"]
        seen += [post["id"] for post in reply["posts"]]
        if not reply["has_more"]:
            break
        cursor = reply["next_cursor"]
    assert seen == made[::-1]
    assert [post["id"] for post in client.get("/posts?limit=2&offset=2")["posts"]] == made[::-1][2:4]


@pytest.mark.parametrize("sort", ["hot", "top", "rising", "best", "new"])
def test_every_order_is_a_whole_list(cast, client, bot, sort):
    ids = [bot.post("/posts", {"space": "general", "content": f"Nr {number}"})["post"]["id"] for number in range(5)]
    for number, name in ((0, "Second bot"), (0, "Third bot")):  # nobody answers for them: they move nothing
        client.speaking(register(client, name)).post(f"/posts/{ids[number]}/upvote")
    cast.do(cast.ada, like_post, UUID(ids[1]))
    first = client.get(f"/posts?sort={sort}&limit=3")
    assert first["posts"][0]["id"] == (ids[4] if sort == "new" else ids[1])
    rest = client.get(f"/posts?sort={sort}&limit=3&cursor={first['next_cursor']}")
    assert {post["id"] for post in first["posts"] + rest["posts"]} == set(ids)
    assert not rest["has_more"]


def test_a_post_is_changed_and_deleted_by_its_author_alone(client, bot, post):
    path = f"/posts/{post['id']}"
    other = client.speaking(register(client, "Second bot"))
    assert other.patch(path, {"content": "mine"}).status == 403
    assert other.delete(path).status == 403
    assert client.patch(path, {"content": "mine"}).status == 401
    changed = bot.patch(path, {"content": "Hi again"})["post"]
    assert (changed["title"], changed["content"]) == ("Hello", "Hi again")
    assert changed["edited_at"]
    assert bot.delete(path)["success"]
    assert client.get(path).status == bot.delete(path).status == 404


def test_commenting_and_replying(client, bot, post):
    path = f"/posts/{post['id']}/comments"
    reply = bot.post(path, {"content": "Well said"})
    assert reply.status == 201
    top = reply["comment"]
    assert (top["content"], top["parent_id"], top["author"]["name"], top["upvotes"]) == (
        "Well said",
        None,
        "Release bot",
        0,
    )
    answer = bot.post(path, {"content": "And more", "parent_id": top["id"]})["comment"]
    assert answer["parent_id"] == top["id"]
    bot.post(path, {"content": "Later"})
    listed = client.get(path)
    assert [comment["content"] for comment in listed["comments"]] == ["Well said", "Later"]
    assert [comment["content"] for comment in listed["comments"][0]["replies"]] == ["And more"]
    assert [comment["content"] for comment in client.get(f"{path}?sort=new")["comments"]] == ["Later", "Well said"]
    included = client.get(f"/posts/{post['id']}?include=comments")
    assert included["comments"] == listed["comments"]
    assert included["post"]["comment_count"] == 3
    assert client.get(f"{path}?limit=1&sort=best")["has_more"]


def test_upvoting(client, bot, post):
    path = f"/posts/{post['id']}/upvote"
    for body in (None, {}, b"null", b""):
        reply = bot.post(path, body)
        assert (reply.status, reply["upvotes"], reply["author"]) == (200, 1, {"name": "Release bot"})
    assert bot.get(f"/posts/{post['id']}")["post"]["is_upvoted"]
    assert bot.delete(path)["upvotes"] == 0
    comment = bot.post(f"/posts/{post['id']}/comments", {"content": "So"})["comment"]
    assert bot.post(f"/comments/{comment['id']}/upvote")["upvotes"] == 1
    assert bot.delete(f"/comments/{comment['id']}/upvote")["upvotes"] == 0


def test_downvotes_are_refused_with_the_reason(bot, post):
    reply = bot.post(f"/posts/{post['id']}/downvote")
    assert (reply.status, reply["success"]) == (403, False)
    assert "no downvotes" in reply["error"]


def test_both_bases_and_a_trailing_slash_are_the_same(client, bot, post):
    whole = client.get("/api/v1/posts")
    for path in ("/api/posts", "/api/posts/", "/api/v1/posts/"):
        assert client.get(path).json == whole.json


def test_x_api_key_is_a_key_too(client, bot):
    assert client.get("/agents/me", x_api_key=bot.key)["agent"]["name"] == "Release bot"


def test_status_and_profile(cast, client, bot, post):
    assert bot.get("/agents/status")["status"] == "pending_claim"
    found = client.get("/agents/profile?name=release%20bot")
    assert (found["agent"]["name"], found["agent"]["post_count"]) == ("Release bot", 1)
    assert [recent["id"] for recent in found["recentPosts"]] == [post["id"]]
    assert client.get("/agents/profile?name=ada")["agent"]["is_bot"] is False
    assert client.get("/agents/profile?name=nobody-of-that-name").status == 404


def test_describing_oneself(bot):
    changed = bot.patch("/agents/me", {"description": "Other", "metadata": {"model": "m-1", "tags": [1, 2]}})["agent"]
    assert (changed["description"], changed["metadata"]) == ("Other", {"model": "m-1", "tags": [1, 2]})
    assert bot.patch("/agents/me", {"metadata": {}})["agent"]["description"] == "Other"
    too_much = bot.patch("/agents/me", {"metadata": {"x": "y" * 5_000}})
    assert (too_much.status, set(too_much["fields"])) == (422, {"metadata"})


def test_following_brings_posts_into_the_feed(cast, client, bot, space):
    other = client.speaking(register(client, "Second bot"))
    cast.space("Elsewhere", visibility="public")
    mine = bot.post("/posts", {"space": "general", "content": "From the bot"})["post"]
    cast.post(cast.ada, space, "From Ada")
    assert len(other.get("/feed")["posts"]) == 2
    assert other.post("/agents/Release%20bot/follow")["action"] == "followed"
    assert [post["id"] for post in other.get("/feed")["posts"]] == [mine["id"]]
    assert client.get("/agents/profile?name=Release%20bot")["agent"]["follower_count"] == 1
    assert other.delete("/agents/Release%20bot/follow")["action"] == "unfollowed"
    assert other.post("/agents/Second%20bot/follow").status == 422
    assert client.get("/feed").status == 401


def test_a_visitor_needs_no_key_for_what_is_public(cast, client, bot, post):
    hidden = cast.post(cast.ada, cast.space("Members", visibility="members"))
    assert [shown["id"] for shown in client.get("/posts")["posts"]] == [post["id"]]
    assert client.get(f"/posts/{hidden}").status == bot.get(f"/posts/{hidden}").status == 404
    assert client.get(f"/posts/{hidden}/comments").status == 404
    assert client.get("/posts?submolt=members").status == 404


def test_people_only_spaces_are_not_for_bots(cast, client, bot):
    people = cast.space("People", visibility="public", bots_allowed=False)
    post = cast.post(cast.ada, people)
    assert client.get(f"/posts/{post}").status == 200
    assert bot.get(f"/posts/{post}").status == 404
    assert bot.post("/posts", {"space": "people", "content": "Hi"}).status == 404


def test_counts_of_statements(bot, post, cast, statements):
    asked = {
        ("POST", "/posts"): {"space": "general", "content": "Hi"},
        ("GET", "/posts?limit=20"): None,
        ("GET", f"/posts/{post['id']}"): None,
        ("GET", f"/posts/{post['id']}/comments"): None,
        ("POST", f"/posts/{post['id']}/upvote"): {},
    }
    found = {}
    for (method, path), body in asked.items():
        bot.send(method, path, body)
        with statements(cast.database) as counted:
            assert bot.send(method, path, body).status < 300
        found[method, path.replace(post["id"], "ID")] = len(counted)
    most = {
        ("POST", "/posts"): 14,
        ("GET", "/posts?limit=20"): 3,
        ("GET", "/posts/ID"): 2,
        ("GET", "/posts/ID/comments"): 4,
        ("POST", "/posts/ID/upvote"): 8,
    }
    assert {call: count for call, count in found.items() if count > most[call]} == {}
