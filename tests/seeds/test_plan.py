"""The planned community: complete, believable in its figures, free of repetition, and possible."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import timedelta

import pytest

from opentribe.domain.members.schemas import HANDLE, RESERVED_HANDLES
from opentribe.domain.posts.schemas import TITLE_LIMIT
from opentribe.domain.spaces.schemas import DESCRIPTION_LIMIT
from opentribe.kit.portraits import features
from opentribe.kit.text import references
from opentribe.seeds.community import plan
from opentribe.seeds.shapes import CommunityPlan

NEVER = timedelta(days=10_000)


@pytest.fixture(scope="module")
def community() -> CommunityPlan:
    """The plan that `make demo` uses."""
    return plan()


@pytest.fixture(scope="module")
def arrivals(community) -> dict[str, timedelta]:
    """When each person joined; bots were always there."""
    return {member.key: member.at for member in community.members} | {bot.key: NEVER for bot in community.bots}


def may_see(community: CommunityPlan, key: str, slug: str) -> bool:
    """The rule of the plan, written a second time from the product page."""
    space = next(space for space in community.spaces if space.slug == slug)
    member = next((member for member in community.members if member.key == key), None)
    if member is None:
        return space.visibility == "public" and space.bots_allowed
    return (
        member.role != "member"
        or space.visibility in ("public", "members")
        or (space.visibility == "paid" and member.has_paid)
        or key in space.guests
    )


def test_counts(community):
    assert len(community.members) == 40
    assert len(community.spaces) == 8
    assert len(community.posts) == 300
    assert community.comment_count == 1500
    assert {space.visibility for space in community.spaces} == {"public", "members", "paid", "secret"}
    assert "general" in {space.slug for space in community.spaces}
    span = community.posts[0].at - community.posts[-1].at
    assert timedelta(days=85) < span <= timedelta(days=90)
    assert {"olu": "owner", "mo": "moderator", "ada": "member", "ben": "member"}.items() <= {
        member.key: member.role for member in community.members
    }.items()
    assert [member.handle for member in community.members if member.key in ("olu", "mo", "ada", "ben")] == [
        "olu", "mo", "ada", "ben",
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_community(community):
    assert plan() == community
    assert plan(8) != community


def test_other_seeds_work_too():
    for seed in range(20, 26):
        assert plan(seed).comment_count == 1500


def test_nothing_is_said_twice(community):
    titles = Counter(post.title for post in community.posts if post.title)
    assert [title for title, count in titles.items() if count > 1] == []
    bodies = Counter(post.content for post in community.posts)
    assert [body for body, count in bodies.items() if count > 1] == []
    comments = Counter(comment.content for post in community.posts for comment in post.comments)
    assert [text for text, count in comments.items() if count > 1 and len(text) > 26] == []
    assert max(comments.values()) <= 3
    for post in community.posts:
        said = [comment.content for comment in post.comments]
        assert len(said) == len(set(said)), post.title


def test_no_placeholder_is_left(community):
    for post in community.posts:
        if "```" not in post.content:
            assert "{" not in post.content, post.title or post.content
        for comment in post.comments:
            assert not re.search(r"[{|}]|>>", comment.content.replace("`", "")) or "`" in comment.content
            assert comment.content == comment.content.strip() != ""


def test_time_runs_forward(community, arrivals):
    """Ages: what comes later has a smaller one. Nothing lies in the future, nobody acts before joining."""
    for post in community.posts:
        assert timedelta() < post.at < arrivals[post.author], post.title
        for comment in post.comments:
            assert timedelta() < comment.at < post.at, (post.title, comment.content)
            assert comment.at < arrivals[comment.author], (post.title, comment.content)
            if comment.parent is not None:
                assert comment.at < post.comments[comment.parent].at, (post.title, comment.content)
        for what, likes in ((post, post.likes), *((comment, comment.likes) for comment in post.comments)):
            for like in likes:
                assert timedelta() < like.at < what.at
                assert like.at < arrivals[like.who]
    ages = [post.at for post in community.posts]
    assert ages == sorted(ages, reverse=True)


def test_threads_are_two_levels_deep(community):
    replies = 0
    for post in community.posts:
        for place, comment in enumerate(post.comments):
            if comment.parent is not None:
                replies += 1
                assert comment.parent < place
                assert post.comments[comment.parent].parent is None
    assert replies > 200


def test_everybody_keeps_to_the_rooms_they_may_enter(community):
    staff = {member.key for member in community.members if member.role != "member"}
    posters = {space.slug: space.posters for space in community.spaces}
    for post in community.posts:
        assert posters[post.space] == "everyone" or post.author in staff
        people = {post.author} | {comment.author for comment in post.comments} | {like.who for like in post.likes}
        people |= {like.who for comment in post.comments for like in comment.likes}
        assert [key for key in people if not may_see(community, key, post.space)] == [], post.title
    assert not may_see(community, "ben", "studio")
    assert not may_see(community, "ada", "hosts")


def test_nobody_likes_twice_nor_themselves(community):
    for post in community.posts:
        for author, likes in ((post.author, post.likes), *((c.author, c.likes) for c in post.comments)):
            names = [like.who for like in likes]
            assert len(names) == len(set(names))
            assert author not in names


def test_likes_follow_a_curve(community):
    """Few posts have many likes, most have few; what is older than a week has settled."""
    counts = sorted((len(post.likes) for post in community.posts), reverse=True)
    assert counts[0] >= 25
    assert sum(counts[:30]) > 0.25 * sum(counts)
    assert 2 <= counts[150] <= 6
    late = sum(
        like.at < timedelta(days=7) for post in community.posts if post.at > timedelta(days=21) for like in post.likes
    )
    assert late < 0.03 * sum(counts)
    assert community.like_count > 2500


def test_the_first_page_is_worth_reading(community):
    """What is newest was written by hand, thread and all, and stands in many rooms."""
    newest = list(reversed(community.posts))[:25]
    assert len({post.space for post in newest}) >= 7
    assert len({post.author for post in newest}) >= 20
    assert all(comment.is_written for post in newest for comment in post.comments)
    assert sum("```" in post.content for post in newest) >= 5
    assert newest[0].at < timedelta(hours=1)
    neighbours = sum(one.space == two.space for one, two in itertools.pairwise(newest))
    assert neighbours <= 4


def test_bots_and_voices(community):
    bots = {bot.key for bot in community.bots}
    assert {post.author for post in community.posts} >= bots
    assert len({post.author for post in community.posts}) >= 40
    lengths = sorted(len(post.content) for post in community.posts)
    assert lengths[5] < 120
    assert lengths[-10] > 700
    assert 20 <= sum(not post.title for post in community.posts) <= 90
    assert {"```python", "```bash", "```sql", "```js"} <= set(
        re.findall(r"```\w+", "\n".join(post.content for post in community.posts))
    )


def test_people_fit_the_forms(community):
    for member in community.members:
        assert HANDLE.fullmatch(member.handle)
        assert member.handle not in RESERVED_HANDLES
        assert member.bio
    assert len({member.handle for member in community.members}) == 40
    assert len({features(member.handle) for member in community.members}) == 40
    assert all(len(post.title) <= TITLE_LIMIT for post in community.posts)
    assert all(0 < len(space.description) <= DESCRIPTION_LIMIT for space in community.spaces)


def test_mentions_name_members(community):
    handles = {member.handle for member in community.members}
    for post in community.posts:
        for text in (post.content, *(comment.content for comment in post.comments)):
            prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
            assert set(re.findall(r"(?<![\w@])@(\w+)", prose)) <= handles, text


def test_digests_point_at_earlier_public_posts(community):
    by_key = {post.key: post for post in community.posts}
    public = {space.slug for space in community.spaces if space.visibility == "public"}
    digests = [post for post in community.posts if post.kind == "digest"]
    assert len(digests) == 12
    for digest in digests:
        named = re.findall(r"\(post:([\w-]+)\)", digest.content)
        assert len(named) == 4
        for key in named:
            assert by_key[key].at > digest.at
            assert by_key[key].space in public


def test_people_mention_one_another_and_use_tags(community):
    handles = {member.handle for member in community.members}
    words = [post.content for post in community.posts]
    replies = [comment.content for post in community.posts for comment in post.comments]
    mentions = [each.name for text in words + replies for each in references(text) if each.sign == "@"]
    assert set(mentions) <= handles
    assert 20 <= len(mentions) <= 300
    tags = Counter(each.name for text in words for each in references(text) if each.sign == "#")
    assert 10 <= len(tags) <= 25
    assert min(tags.values()) >= 2, tags
    assert 60 <= sum(tags.values()) <= 240
