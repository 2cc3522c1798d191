"""Following: once however often and at once it is pressed, never oneself, and nobody learns of a block."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.commands import follow, unfollow
from opentribe.domain.members.models import Block, Follow, MemberVisibility, User
from opentribe.domain.members.queries import get_member, list_followers, list_following
from opentribe.domain.posts.authors import get_agent
from opentribe.domain.posts.commands import comment, like_post
from opentribe.domain.posts.queries import (
    count_member_posts,
    get_post,
    list_home_feed,
    list_member_feed,
    list_suggested,
)
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.posts.thread import list_comments
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, NotFound, SignInNeeded, TooMany
from opentribe.kit.ids import new_id
from tests.crowd import at_once


@pytest.fixture
def ada(cast):
    return cast.user_id("ada")


def rows(cast) -> int:
    with cast.database.read() as session:
        return session.exec(select(func.count()).select_from(Follow)).one()


def change(cast, username: str, **values) -> None:
    """Something that another feature does to a member."""
    with cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.username) == username).values(**values))


def test_following_and_letting_go(cast, ada):
    stand = cast.do(cast.ben, follow, ada)
    assert (stand.is_following, stand.follower_count) == (True, 1)
    shown = cast.do(cast.ben, get_member, "Ada")
    assert (shown.is_following, shown.is_me, shown.follower_count, shown.following_count) == (True, False, 1, 0)
    me = cast.do(cast.ben, get_member, "ben")
    assert (me.is_me, me.follower_count, me.following_count) == (True, 0, 1)
    assert not cast.do(cast.mo, get_member, "ada").is_following
    stand = cast.do(cast.ben, unfollow, ada)
    assert (stand.is_following, stand.follower_count) == (False, 0)
    assert cast.do(cast.ben, unfollow, ada).follower_count == 0


def test_twenty_presses_at_once_follow_once(cast, ada):
    answers = at_once(20, lambda _: cast.do(cast.ben, follow, ada))
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert rows(cast) == 1
    answers = at_once(20, lambda _: cast.do(cast.ben, unfollow, ada))
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert rows(cast) == 0


def test_two_who_follow_each_other_at_once_do_not_wait_for_ever(cast, ada):
    ben = cast.user_id("ben")
    pairs = [(cast.ben, ada), (cast.ada, ben)]
    answers = at_once(16, lambda number: cast.do(pairs[number % 2][0], follow, pairs[number % 2][1]))
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert rows(cast) == 2


def test_who_may_not_follow_is_told_why(cast, ada):
    with pytest.raises(Forbidden, match="This is you"):
        cast.do(cast.ada, follow, ada)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, follow, ada)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, unfollow, ada)
    with pytest.raises(NotFound):
        cast.do(cast.ben, follow, new_id())


@pytest.mark.parametrize("pair", [("ada", "ben"), ("ben", "ada")])
def test_a_block_refuses_either_way_in_the_same_words(cast, ada, pair):
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id(pair[0]), blocked_id=cast.user_id(pair[1])))
    with pytest.raises(Forbidden) as refusal:
        cast.do(cast.ben, follow, ada)
    assert str(refusal.value) == "You cannot follow this member at the moment."
    assert rows(cast) == 0


def test_so_many_in_a_short_time_and_no_more(cast, ada, rate_limits):
    for _ in range(60):
        cast.do(cast.ben, follow, ada)
    with pytest.raises(TooMany, match="Try again in"):
        cast.do(cast.ben, follow, ada)
    cast.do(cast.ben, unfollow, ada)
    cast.do(cast.mo, follow, ada)


def test_a_private_page_is_for_its_member_and_for_staff(cast, ada):
    post = cast.post(cast.ada, cast.space(visibility="public"))
    change(cast, "ada", visibility=MemberVisibility.private)
    for who in (cast.ben, cast.cleo):
        refused = ((get_member, "ada"), (get_agent, "ada"), (list_member_feed, "ada"), (list_followers, ada))
        for query, given in (*refused, (follow, ada)):
            with pytest.raises(NotFound):
                cast.do(who, query, given)
        assert cast.do(who, get_post, post).author_handle == ""
        assert cast.do(who, list_home_feed).items[0].author_handle == ""
    for who in (cast.ada, cast.mo):
        assert cast.do(who, get_member, "ada").name == "Ada"
        assert cast.do(who, get_agent, "ada").handle == "ada"
        assert cast.do(who, list_home_feed).items[0].author_handle == "ada"


@pytest.mark.parametrize("gone", ["banned_at", "deleted_at"])
def test_who_is_gone_has_no_page(cast, ada, gone):
    post = cast.post(cast.ada, cast.space())
    cast.do(cast.ben, follow, ada)
    change(cast, "ada", **{gone: clock.now()})
    # Staff see who is banned, to let them in again.
    for who in (cast.ben, cast.olu) if gone == "deleted_at" else (cast.ben,):
        with pytest.raises(NotFound):
            cast.do(who, get_member, "ada")
        assert cast.do(who, get_post, post).author_handle == ""
    assert cast.do(cast.ben, list_following, cast.user_id("ben")).items == []
    assert not cast.do(cast.ben, unfollow, ada).is_following


def test_a_page_lists_what_its_reader_may_see(cast):
    open_one, secret = cast.space("Open", visibility="public"), cast.space("Secret", visibility="secret")
    public = [cast.post(cast.olu, open_one, f"Post {number}") for number in range(25)]
    hidden = cast.post(cast.olu, secret, "Hidden")
    cast.post(cast.ada, open_one, "By somebody else")
    page = cast.do(cast.ben, list_member_feed, "olu")
    seen = [card.id for card in page.items]
    seen += [card.id for card in cast.do(cast.ben, list_member_feed, "olu", page.next_cursor).items]
    assert seen == public[::-1]
    assert cast.do(cast.ben, count_member_posts, "olu") == 25
    assert cast.do(cast.cleo, count_member_posts, "olu") == 25
    assert cast.do(cast.mo, list_member_feed, "olu").items[0].id == hidden
    assert cast.do(cast.mo, count_member_posts, "olu") == 26


def test_who_is_read_most_and_not_followed_yet_is_suggested(cast, ada, statements):
    space = cast.space(visibility="public")
    assert cast.do(cast.ben, list_suggested) == []
    for who, likers in ((cast.mo, ()), (cast.ada, (cast.olu, cast.mo)), (cast.olu, (cast.mo,)), (cast.ben, (cast.mo,))):
        post = cast.post(who, space)
        for liker in likers:
            cast.do(liker, like_post, post)
    assert [card.username for card in cast.do(cast.ben, list_suggested)] == ["ada", "olu", "mo"]
    cast.do(cast.ben, follow, ada)
    change(cast, "mo", visibility=MemberVisibility.private)
    with statements(cast.database) as counted:
        assert [card.username for card in cast.do(cast.ben, list_suggested)] == ["olu"]
    assert len(counted) == 4
    assert cast.do(cast.cleo, list_suggested) == []


def test_names_lead_to_people_and_bots_to_pages_of_their_own(cast):
    space = cast.space(visibility="public")
    with cast.database.write() as session:
        session.add(PostingIdentity(name="Ada's bot", user_id=cast.user_id("ada"), is_bot=True))
    post = cast.post(cast.ada, space)
    cast.do(cast.ben, comment, CommentDraft(post_id=post, content="and"))
    (thread,) = cast.do(cast.mo, list_comments, post).items
    assert (thread.author_handle, cast.do(cast.mo, get_post, post).author_handle) == ("ben", "ada")
    assert len(cast.do(cast.mo, list_member_feed, "ada").items) == 1


def test_followers_are_read_by_pages_in_a_fixed_number_of_statements(cast, ada, statements):
    with cast.database.write() as session:
        people = [User(name=f"Fan {number}", username=f"fan{number}") for number in range(45)]
        session.add_all(people)
        session.flush()
        session.add_all(Follow(follower_id=each.id, following_id=ada) for each in people)
        session.flush()
        session.add_all(Follow(follower_id=cast.user_id("ben"), following_id=each.id) for each in people[:3])
    for query, about, count in ((list_followers, ada, 45), (list_following, cast.user_id("ben"), 3)):
        seen, cursor = [], ""
        while True:
            with statements(cast.database) as counted:
                page = cast.do(cast.ben, query, about, cursor)
            assert len(counted) == 3
            seen += page.items
            cursor = page.next_cursor
            if not cursor:
                break
        assert len({card.id for card in seen}) == len(seen) == count
        assert {card.username for card in seen if card.is_following} == {"fan0", "fan1", "fan2"}
    with statements(cast.database) as counted:
        cast.do(cast.ben, get_member, "ada")
    assert len(counted) == 2
    with statements(cast.database) as counted:
        cast.do(cast.ben, list_member_feed, "ada")
    assert len(counted) == 5
