"""Pins: staff put at most three posts first in a space, and nobody reads one of them twice."""

from __future__ import annotations

import pytest
from sqlmodel import col, func, select

from opentribe.domain.posts import commands, policy
from opentribe.domain.posts.models import Post
from opentribe.domain.posts.queries import get_post, list_home_feed, list_space_feed
from opentribe.domain.spaces.commands import archive_space
from opentribe.domain.spaces.models import Space
from opentribe.kit.errors import Conflict, Forbidden, NotFound, SignInNeeded
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space()


@pytest.fixture
def posts(cast, space):
    return [cast.post(cast.ada, space, f"Post {number}") for number in range(25)]


def whole_feed(cast, who) -> list:
    seen, cursor = [], ""
    while True:
        page = cast.do(who, list_space_feed, "general", cursor)
        assert len(page.items) <= 20
        seen += [card.id for card in page.items]
        cursor = page.next_cursor
        if not cursor:
            return seen


def test_pinned_posts_lead_their_space_once(cast, posts):
    for number in (3, 20):
        cast.do(cast.mo, commands.pin_post, posts[number])
    others = [post for post in reversed(posts) if post not in (posts[3], posts[20])]
    assert whole_feed(cast, cast.ben) == [posts[20], posts[3], *others]
    assert [card.id for card in cast.do(cast.ben, list_home_feed).items] == posts[:4:-1]
    assert cast.do(cast.ben, get_post, posts[3]).pinned_at is not None
    cast.do(cast.olu, commands.unpin_post, posts[3])
    cast.do(cast.olu, commands.unpin_post, posts[20])
    assert whole_feed(cast, cast.ben) == posts[::-1]


def test_a_space_of_pinned_posts_alone_is_no_empty_one(cast, space):
    pinned = [cast.post(cast.ada, space, f"Post {number}") for number in range(3)]
    for post in pinned:
        cast.do(cast.olu, commands.pin_post, post)
    page = cast.do(cast.ben, list_space_feed, "general")
    assert ([card.id for card in page.items], page.next_cursor) == (pinned[::-1], "")


def test_the_fourth_pin_is_refused_in_words_and_a_second_one_changes_nothing(cast, posts):
    for post in posts[:3]:
        cast.do(cast.mo, commands.pin_post, post)
    since = cast.do(cast.mo, get_post, posts[0]).pinned_at
    assert cast.do(cast.mo, commands.pin_post, posts[0]) == since
    with pytest.raises(Conflict, match="Unpin one"):
        cast.do(cast.mo, commands.pin_post, posts[3])
    other = cast.post(cast.ada, cast.space("Elsewhere"))
    cast.do(cast.mo, commands.pin_post, other)
    cast.do(cast.mo, commands.unpin_post, posts[0])
    cast.do(cast.mo, commands.unpin_post, posts[0])
    cast.do(cast.mo, commands.pin_post, posts[3])


def test_never_more_than_three_however_many_pin_at_once(cast, posts, space):
    hands = [cast.olu, cast.mo]
    answers = at_once(24, lambda number: cast.do(hands[number % 2], commands.pin_post, posts[number]))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 21
    assert all(isinstance(each, Conflict) for each in refused), refused
    with cast.database.read() as session:
        pinned = select(func.count()).where(Post.space_id == space, col(Post.pinned_at).is_not(None))
        assert session.exec(pinned).one() == 3


def test_a_removed_post_leaves_its_pin_to_another(cast, posts):
    for post in posts[:3]:
        cast.do(cast.olu, commands.pin_post, post)
    cast.do(cast.ada, commands.remove_post, posts[0])
    cast.do(cast.olu, commands.pin_post, posts[3])
    cast.do(cast.ada, commands.restore_post, posts[0])
    assert cast.do(cast.ada, get_post, posts[0]).pinned_at is None
    cast.do(cast.ada, commands.remove_post, posts[0])
    with pytest.raises(NotFound):
        cast.do(cast.olu, commands.pin_post, posts[0])


def test_pinning_is_for_staff(cast, posts):
    open_post = cast.post(cast.olu, cast.space("Open", visibility="public"))
    hidden = cast.post(cast.olu, cast.space("Hidden", visibility="secret"))
    for deed in (commands.pin_post, commands.unpin_post):
        with pytest.raises(Forbidden):
            cast.do(cast.ada, deed, posts[0])
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, deed, open_post)
        with pytest.raises(NotFound):
            cast.do(cast.ada, deed, hidden)


def test_pins_of_an_archived_space_stay_as_they_are(cast, posts, space):
    cast.do(cast.olu, commands.pin_post, posts[0])
    cast.do(cast.olu, archive_space, space)
    for deed, post in ((commands.pin_post, posts[1]), (commands.unpin_post, posts[0])):
        with pytest.raises(Forbidden, match="archived"):
            cast.do(cast.olu, deed, post)
    assert whole_feed(cast, cast.ben)[0] == posts[0]


def test_pins_cost_no_statement(cast, posts, statements):
    cast.do(cast.olu, commands.pin_post, posts[0])
    with statements(cast.database) as counted:
        cast.do(cast.ben, list_space_feed, "general")
    assert len(counted) == 3


@pytest.mark.parametrize("name", ["olu", "mo", "ada", "cleo"])
@pytest.mark.parametrize("is_archived", [False, True])
def test_what_a_list_offers_is_what_the_command_allows(cast, posts, space, name, is_archived):
    if is_archived:
        cast.do(cast.olu, archive_space, space)
    actor = cast.actor(getattr(cast, name))
    with cast.database.read() as session:
        row, room = session.get(Post, posts[0]), session.get(Space, space)
        assert policy.may_pin(actor, room) == bool(policy.can_pin(actor, row, room))
