"""Many requests at the same moment: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from sqlmodel import func, select

from opentribe.domain.posts.models import Post, PostUpvote
from opentribe.domain.spaces.models import Space
from tests.crowd import at_once


def test_fifty_upvotes_at_once_count_once(cast, bot):
    post = bot.post("/posts", {"space": "general", "content": "Hi"})["post"]
    replies = at_once(50, lambda _: bot.post(f"/posts/{post['id']}/upvote"))
    assert {reply.status for reply in replies} == {200}
    assert bot.get(f"/posts/{post['id']}")["post"]["upvotes"] == 1
    with cast.database.read() as session:
        assert session.exec(select(func.count()).select_from(PostUpvote)).one() == 1


def test_two_hundred_posts_at_once_are_two_hundred(cast, bot):
    replies = at_once(200, lambda number: bot.post("/posts", {"space": "general", "content": f"Nr {number}"}))
    assert {reply.status for reply in replies} == {201}
    with cast.database.read() as session:
        assert len(set(session.exec(select(Post.content)).all())) == 200
        assert session.exec(select(func.count()).select_from(Post)).one() == 200
        assert session.exec(select(Space.post_count)).one() == 200
