"""Notifications name nobody, and tell of nothing, that their reader may not see by now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opentribe.domain.members.commands import follow, hide_bots
from opentribe.domain.members.models import Block, MemberVisibility, User
from opentribe.domain.notifications import commands
from opentribe.domain.notifications.models import NotificationType
from opentribe.domain.posts.commands import like_post, mute_thread
from opentribe.domain.spaces.commands import edit_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.facts import connect
from opentribe.wiring import REACTIONS
from tests.cast import Cast
from tests.domain.bells import lines, say, told


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def post(cast: Cast):
    return cast.post(cast.ada, cast.space(visibility="public"), "Words", title="A title")


def test_nothing_of_whom_one_blocks_or_hides_or_mutes(cast: Cast, post) -> None:
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id("ada"), blocked_id=cast.user_id("ben")))
    cast.do(cast.ben, like_post, post)
    assert lines(cast, cast.ada) == []
    bot = cast.bot()
    with cast.database.write() as session:
        like_post(session, bot, post)
    assert [(line.actor_name, line.actor_is_bot) for line in lines(cast, cast.ada)] == [("Release bot", True)]
    cast.do(cast.ada, hide_bots, True)
    assert lines(cast, cast.ada) == []  # asked again when it is listed
    cast.do(cast.mo, like_post, post)
    assert told(cast, cast.ada) == ["Mo liked your post “A title”"]
    cast.do(cast.ada, mute_thread, post)
    say(cast, cast.mo, post)
    assert lines(cast, cast.ada) == []


def test_who_may_no_longer_be_seen_is_not_counted_and_the_latest_of_the_rest_is_named(cast: Cast, post) -> None:
    comments = {}
    for name, who in (("olu", cast.olu), ("mo", cast.mo), ("ben", cast.ben)):
        cast.do(who, like_post, post)
        comments[name] = say(cast, who, post, f"So says {name}")
    bot = cast.bot()
    with cast.database.write() as session:
        like_post(session, bot, post)
    assert told(cast, cast.ada) == [
        "Release bot and 3 others liked your post “A title”",
        "Ben and 2 others commented on “A title”",
    ]
    cast.do(cast.ada, hide_bots, True)
    assert told(cast, cast.ada)[0] == "Ben and 2 others liked your post “A title”"
    with cast.database.write() as session:
        session.add(block := Block(blocker_id=cast.user_id("ben"), blocked_id=cast.user_id("ada")))
    likes, talk = lines(cast, cast.ada)
    assert likes.sentence == "Mo and 1 other liked your post “A title”"
    assert talk.sentence == "Mo and 1 other commented on “A title”"
    assert (talk.quote, talk.path) == ("So says mo", f"/posts/{post}?comment={comments['mo']}")
    cast.do(cast.ada, commands.mark_read, talk.id)
    assert [line.is_unread for line in lines(cast, cast.ada)] == [True, False]
    with cast.database.write() as session:
        session.delete(session.get_one(Block, block.id))
    cast.do(cast.ada, hide_bots, False)
    assert told(cast, cast.ada)[0] == "Release bot and 3 others liked your post “A title”"


def test_nothing_about_what_one_may_no_longer_see(cast: Cast) -> None:
    space = cast.space("Room", visibility="members")
    post = cast.post(cast.ada, space)
    say(cast, cast.ben, post)
    assert len(lines(cast, cast.ada)) == 1
    cast.do(cast.olu, edit_space, space, SpaceDraft(name="Room", visibility="secret"))
    assert lines(cast, cast.ada) == []
    cast.do(cast.mo, like_post, post)
    assert lines(cast, cast.ada) == []
    cast.do(cast.olu, edit_space, space, SpaceDraft(name="Room", visibility="members"))
    assert [line.type for line in lines(cast, cast.ada)] == [NotificationType.comment]


def test_a_private_member_is_named_to_staff_alone(cast: Cast) -> None:
    with cast.database.write() as session:
        user = session.get_one(User, cast.user_id("ben"))
        user.visibility = MemberVisibility.private
        session.add(user)
    cast.do(cast.ben, follow, cast.user_id("ada"))
    cast.do(cast.ben, follow, cast.user_id("olu"))
    assert lines(cast, cast.ada) == []
    assert told(cast, cast.olu) == ["Ben follows you"]
    for who in (cast.mo, cast.olu):
        cast.do(who, follow, cast.user_id("ada"))
    assert told(cast, cast.ada) == ["Olu and 1 other follow you"]
    with cast.database.write() as session:
        session.get_one(User, cast.user_id("olu")).visibility = MemberVisibility.private
    assert told(cast, cast.ada) == ["Mo follows you"]
