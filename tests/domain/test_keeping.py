"""Bookmarks, followed and muted threads, and who is told of a new comment."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlmodel import func, select

from opentribe.domain.access.actor import Role
from opentribe.domain.members.commands import set_role
from opentribe.domain.members.models import Block, User
from opentribe.domain.notifications.audience import followers, reach, scene_of_comment
from opentribe.domain.payments.models import Billing, Membership, MembershipStatus, Tier
from opentribe.domain.posts import commands
from opentribe.domain.posts.bookmarks import list_bookmarks
from opentribe.domain.posts.models import Bookmark, ThreadFollow
from opentribe.domain.posts.queries import get_post, list_home_feed
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.commands import archive_space, edit_space
from opentribe.domain.spaces.models import Space, SpaceMember, SpaceVisibility
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space(visibility="public")


@pytest.fixture
def post(cast, space):
    return cast.post(cast.ada, space)


def say(cast, who, post):
    return cast.do(who, commands.comment, CommentDraft(post_id=post, content="words"))


def to_tell(session, comment, after=None, limit=500):
    """Those who are told of a comment, or a piece of them."""
    scene = scene_of_comment(session, comment)
    if scene is None:
        return []
    return reach(session, followers(scene.post.id), doer=scene.writer, scene=scene, after=after, limit=limit)


def told(cast, comment) -> set:
    with cast.database.read() as session:
        ids = [each.user_id for each in to_tell(session, comment)]
        return set(session.exec(select(User.username).where(User.id.in_(ids))).all())  # type: ignore[union-attr]


def count(cast, table) -> int:
    with cast.database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_bookmark_is_there_once_and_for_its_member_alone(cast, post):
    at_once(8, lambda _: cast.do(cast.ben, commands.bookmark_post, post))
    assert count(cast, Bookmark) == 1
    assert [card.id for card in cast.do(cast.ben, list_bookmarks).items] == [post]
    assert cast.do(cast.ben, get_post, post).is_bookmarked
    assert cast.do(cast.ben, list_home_feed).items[0].is_bookmarked
    assert not cast.do(cast.ada, get_post, post).is_bookmarked
    assert not cast.do(cast.ada, list_home_feed).items[0].is_bookmarked
    assert cast.do(cast.ada, list_bookmarks).items == []
    for _ in range(2):
        cast.do(cast.ben, commands.unbookmark_post, post)
    assert cast.do(cast.ben, list_bookmarks).items == []


def test_bookmarks_come_by_the_page_newest_first_in_one_statement(cast, space, statements):
    posts = [cast.post(cast.ada, space, f"Number {number}") for number in range(45)]
    moment = clock.now()
    with cast.database.write() as session:
        ben = session.exec(select(User.id).where(User.username == "ben")).one()
        for number, post_id in enumerate(posts):  # two at each moment
            session.add(Bookmark(user_id=ben, post_id=post_id, created_at=moment + timedelta(seconds=number // 2)))
    found, cursor = [], ""
    while True:
        with statements(cast.database) as counted:
            page = cast.do(cast.ben, list_bookmarks, cursor)
        assert len(counted) == 2
        found += [card.id for card in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(found) == len(set(found)) == 45
    places = [posts.index(post_id) // 2 for post_id in found]
    assert places == sorted(places, reverse=True)


def test_only_what_one_may_still_see_is_listed(cast):
    members, secret = cast.space("Members", visibility="members"), cast.space("Hidden", visibility="public")
    kept = [cast.post(cast.olu, members), cast.post(cast.olu, secret)]
    for post_id in kept:
        cast.do(cast.ben, commands.bookmark_post, post_id)
    cast.do(cast.olu, edit_space, secret, SpaceDraft(name="Hidden", visibility="secret"))
    assert [card.id for card in cast.do(cast.ben, list_bookmarks).items] == kept[:1]
    cast.do(cast.olu, commands.remove_post, kept[0])
    assert cast.do(cast.ben, list_bookmarks).items == []


def test_visitors_and_strangers_keep_and_follow_nothing(cast):
    secret = cast.post(cast.olu, cast.space("Hidden", visibility="secret"))
    public = cast.post(cast.olu, cast.space(visibility="public"))
    deeds = (
        commands.bookmark_post,
        commands.unbookmark_post,
        commands.follow_thread,
        commands.mute_thread,
        commands.leave_thread,
    )
    for deed in deeds:
        with pytest.raises(NotFound):
            cast.do(cast.ben, deed, secret)
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, deed, public)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, list_bookmarks)
    assert count(cast, ThreadFollow) == 2  # olu's own posts


def test_who_writes_follows_unless_it_was_muted(cast, post):
    stance = lambda who: cast.do(who, get_post, post).stance  # noqa: E731 - a shorthand
    assert (stance(cast.ada), stance(cast.ben), stance(cast.cleo)) == ("following", "", "")
    at_once(4, lambda _: say(cast, cast.ben, post))
    assert stance(cast.ben) == "following"
    cast.do(cast.ben, commands.mute_thread, post)
    say(cast, cast.ben, post)
    assert stance(cast.ben) == "muted"
    cast.do(cast.ben, commands.leave_thread, post)
    assert stance(cast.ben) == ""
    say(cast, cast.ben, post)
    assert stance(cast.ben) == "following"


def test_followers_are_told_and_nobody_else(cast, post):
    for who in (cast.mo, cast.olu, cast.ben):
        cast.do(who, commands.follow_thread, post)
    cast.do(cast.olu, commands.mute_thread, post)
    comment = say(cast, cast.ben, post)
    assert told(cast, comment) == {"ada", "mo"}  # not ben, who wrote it, and not olu, who muted it
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id("ada"), blocked_id=cast.user_id("ben")))
    assert told(cast, comment) == {"mo"}
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id("ben"), blocked_id=cast.user_id("mo")))
    assert told(cast, comment) == set()
    cast.do(cast.ben, commands.remove_comment, comment)
    cast.do(cast.olu, commands.follow_thread, post)
    assert told(cast, comment) == set()


def test_many_are_told_in_pieces(cast, post, statements):
    for who in (cast.olu, cast.mo):
        cast.do(who, commands.follow_thread, post)
    comment = say(cast, cast.ben, post)
    pieces, after = [], None
    while True:
        with statements(cast.database) as counted, cast.database.read() as session:
            piece = [each.user_id for each in to_tell(session, comment, after, 2)]
        assert len(counted) == 2
        if not piece:
            break
        pieces += piece
        after = piece[-1]
    assert pieces == sorted(pieces, key=str)
    assert len(pieces) == 3


def test_being_told_and_seeing_are_one_rule(cast):
    """Every kind of space against every kind of member: who is told is who may open the post at that moment."""
    tiers = {}
    with cast.database.write() as session:
        for name in ("gold", "silver"):
            tier = Tier(name=name, billing=Billing.free)
            session.add(tier)
            session.flush()
            tiers[name] = tier.id
        for username, status in (("ada", MembershipStatus.active), ("ben", MembershipStatus.cancelled)):
            session.add(Membership(user_id=cast.user_id(username), tier_id=tiers["gold"], status=status))
    cast.do(cast.olu, set_role, cast.user_id("mo"), Role.moderator)
    people = {"olu": cast.olu, "mo": cast.mo, "ada": cast.ada, "ben": cast.ben}
    asked = [(kind, None, ()) for kind in SpaceVisibility]
    asked += [(SpaceVisibility.paid, tier, ()) for tier in tiers.values()]
    asked += [(SpaceVisibility.secret, None, ("ben",))]
    for number, (kind, tier, invited) in enumerate(asked):
        space = cast.space(f"Room {number}")
        post = cast.post(cast.olu, space)
        for who in people.values():
            cast.do(who, commands.follow_thread, post)
        with cast.database.write() as session:
            row = session.get(Space, space)
            row.visibility, row.required_tier_id = kind, tier
            session.add(row)
            for username in invited:
                session.add(SpaceMember(space_id=space, user_id=cast.user_id(username)))
        comment = say(cast, cast.olu, post)
        may_see = set()
        for (name, who), session in itertools.product(people.items(), [None]):
            with cast.database.read() as session:
                row = select(Space.id).where(Space.id == space, spaces_policy.visible(cast.actor(who)))
                may_see |= {name} if session.exec(row).first() else set()
        assert told(cast, comment) == may_see - {"olu"}, (kind, tier, invited)


def test_comments_go_only_where_they_may(cast, space, post):
    other = cast.post(cast.ada, space)
    elsewhere = say(cast, cast.ben, other)
    with pytest.raises(Invalid, match="gone"):
        cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, parent_id=elsewhere, content="words"))
    cast.do(cast.ada, commands.remove_post, other)
    with pytest.raises(NotFound):
        say(cast, cast.ben, other)
    cast.do(cast.olu, archive_space, space)
    with pytest.raises(Forbidden, match="archived"):
        say(cast, cast.ben, post)
    cast.do(cast.ben, commands.bookmark_post, post)  # an archived space is still read
    assert cast.do(cast.ben, get_post, post).is_bookmarked
