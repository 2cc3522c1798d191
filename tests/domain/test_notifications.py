"""Notifications follow deeds in the background: once each, to those whom it concerns, and gone when undone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from opentribe.domain.gamification.facts import BadgeGiven, BadgeTaken, LevelReached
from opentribe.domain.gamification.models import Badge, Level, MemberBadge
from opentribe.domain.members.commands import follow, unfollow
from opentribe.domain.notifications import commands
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.queries import list_notifications
from opentribe.domain.notifications.schemas import Channels, Preferences
from opentribe.domain.posts.commands import (
    edit_comment,
    edit_post,
    like_comment,
    like_post,
    remove_comment,
    remove_post,
    restore_post,
    unlike_post,
)
from opentribe.domain.posts.schemas import CommentEdit, PostDraft
from opentribe.kit.errors import Refusal
from opentribe.kit.facts import connect, tell
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS, REACTIONS
from tests.books import again
from tests.cast import Cast, join
from tests.crowd import at_once
from tests.domain.bells import agree, lines, say, told


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def post(cast: Cast):
    return cast.post(cast.ada, cast.space(visibility="public"), "Words", title="A title")


def test_who_comments_is_told_to_those_who_follow_and_whom_it_answers(cast: Cast, post) -> None:
    first = say(cast, cast.ben, post, "Well said")
    assert told(cast, cast.ada) == ["Ben commented on “A title”"]
    line = lines(cast, cast.ada)[0]
    assert (line.quote, line.path) == ("Well said", f"/posts/{post}?comment={first}")
    say(cast, cast.mo, post, parent_id=first)
    assert told(cast, cast.ada) == ["Mo and 1 other commented on “A title”"]
    assert told(cast, cast.ben) == ["Mo answered your comment on “A title”"]
    say(cast, cast.ada, post)
    assert told(cast, cast.mo) == told(cast, cast.ben)[:1] == ["Ada commented on “A title”"]


def test_whom_a_comment_names_is_told_of_that_and_nothing_else(cast: Cast, post) -> None:
    comment_id = say(cast, cast.ben, post, "@ada and @mo, look")
    assert told(cast, cast.ada) == told(cast, cast.mo) == ["Ben mentioned you in “A title”"]
    cast.do(cast.ben, remove_comment, comment_id)
    assert told(cast, cast.ada) == []


def test_a_mention_that_is_taken_back_takes_its_line_along(cast: Cast, post) -> None:
    comment_id = say(cast, cast.ben, post, "@ada and @mo, look")
    assert told(cast, cast.ada) == told(cast, cast.mo) == ["Ben mentioned you in “A title”"]
    cast.do(cast.mo, commands.mark_all_read)
    cast.do(cast.ben, edit_comment, comment_id, CommentEdit(content="Look"))
    assert lines(cast, cast.mo) == lines(cast, cast.ada) == []  # nor another, although the post is hers
    cast.do(cast.ben, edit_comment, comment_id, CommentEdit(content="Look, @mo"))
    assert lines(cast, cast.ada) == []
    assert [line.is_unread for line in lines(cast, cast.mo)] == [False]
    cast.do(cast.ben, edit_comment, comment_id, CommentEdit(content="Look, @mo and @ada"))
    assert [line.is_unread for line in lines(cast, cast.ada)] == [True]
    other = cast.post(cast.ben, cast.space("Room"), "Ask @ada")
    cast.do(cast.ben, edit_post, other, PostDraft(content="Ask"))
    cast.do(cast.ben, edit_post, other, PostDraft(content="Ask @ada"))  # before any of it was told
    assert [line.subject for line in lines(cast, cast.ada)] == ["Ask @ada", "A title"]
    cast.do(cast.ben, edit_post, other, PostDraft(content="Ask"))
    assert [line.subject for line in lines(cast, cast.ada)] == ["A title"]


def test_likes_are_one_line_that_shrinks(cast: Cast, post) -> None:
    comment_id = say(cast, cast.ada, post)
    for who in (cast.ben, cast.mo, cast.olu, cast.ada):
        cast.do(who, like_post, post)
    cast.do(cast.ben, like_comment, comment_id)
    assert told(cast, cast.ada) == ["Ben liked your comment on “A title”", "Olu and 2 others liked your post “A title”"]
    cast.do(cast.olu, unlike_post, post)
    assert told(cast, cast.ada)[1] == "Mo and 1 other liked your post “A title”"
    cast.do(cast.olu, like_post, post)
    assert told(cast, cast.ada)[1] == "Olu and 2 others liked your post “A title”"
    for who in (cast.ben, cast.mo, cast.olu):
        cast.do(who, unlike_post, post)
    assert told(cast, cast.ada) == ["Ben liked your comment on “A title”"]


def test_a_like_that_was_read_stays_read_when_it_is_pressed_again(cast: Cast, post) -> None:
    cast.do(cast.ben, like_post, post)
    cast.do(cast.ada, commands.mark_read, lines(cast, cast.ada)[0].id)
    cast.do(cast.ben, unlike_post, post)
    assert lines(cast, cast.ada) == []
    cast.do(cast.ben, like_post, post)
    assert [line.is_unread for line in lines(cast, cast.ada)] == [False]


def test_followers_levels_and_removals_are_told(cast: Cast, post) -> None:
    ada = cast.user_id("ada")
    cast.do(cast.ben, follow, ada)
    assert told(cast, cast.ada) == ["Ben follows you"]
    assert lines(cast, cast.ada)[0].path == "/members/ben"
    cast.do(cast.ben, unfollow, ada)
    with cast.database.write() as session:
        level = session.exec(select(Level).where(Level.position == 1)).one()
        tell(session, LevelReached(user_id=ada, level_id=level.id))
    cast.do(cast.mo, remove_post, post)
    assert told(cast, cast.ada) == ["A moderator removed your post “A title”", "You reached the level Newcomer"]
    cast.do(cast.mo, restore_post, post)
    assert told(cast, cast.ada) == ["You reached the level Newcomer"]
    cast.do(cast.ada, remove_post, post)
    assert told(cast, cast.ada) == ["You reached the level Newcomer"]


def test_a_badge_is_told_of_and_taken_back(cast: Cast) -> None:
    ada, badge = cast.user_id("ada"), Badge(name="Gardener", icon="🌱")
    with cast.database.write() as session:
        session.add(badge)
        session.flush()
        session.add(held := MemberBadge(user_id=ada, badge_id=badge.id))
        tell(session, BadgeGiven(user_id=ada, badge_id=badge.id))
    work_off(cast.database, KINDS)
    (line,) = cast.do(cast.ada, list_notifications).items
    assert line.sentence == "You have a new badge: Gardener"
    with cast.database.write() as session:
        session.delete(session.get_one(MemberBadge, held.id))
        tell(session, BadgeTaken(user_id=ada, badge_id=badge.id))
    work_off(cast.database, KINDS)
    assert cast.do(cast.ada, list_notifications).items == []


def test_who_looks_after_the_community_hears_of_new_members(cast: Cast) -> None:
    join(cast.database, "dora")
    join(cast.database, "emil")
    assert told(cast, cast.olu) == ["Emil and 1 other joined"]
    assert told(cast, cast.mo) == []


def test_facts_that_come_again_give_nothing_more(cast: Cast, post) -> None:
    say(cast, cast.ben, post, "@mo should see this")
    cast.do(cast.ben, like_post, post)
    before = told(cast, cast.ada)
    cast.do(cast.ada, commands.mark_all_read)
    for _ in range(2):
        again(cast)
        assert [line.is_unread for line in lines(cast, cast.ada)] == [False, False]
    assert sorted(told(cast, cast.ada)) == sorted(before)


def test_two_workers_and_one_fact(cast: Cast, post) -> None:
    people = [cast.olu, cast.mo, cast.ben]
    for who in people:
        cast.do(who, like_post, post)
        say(cast, who, post)
    at_once(4, lambda _: work_off(cast.database, KINDS))
    found = told(cast, cast.ada)
    assert len(found) == 2
    assert all(" and 2 others " in each for each in found)


def test_what_one_does_not_want_to_hear_is_not_listed(cast: Cast, post) -> None:
    quiet = Preferences(kinds={NotificationType.like: Channels(in_app=False, mail=True)})
    cast.do(cast.ada, commands.set_preferences, quiet)
    cast.do(cast.ben, like_post, post)
    say(cast, cast.ben, post)
    assert told(cast, cast.ada) == ["Ben commented on “A title”"]
    with cast.database.read() as session:
        rows = session.exec(select(Notification).where(col(Notification.listed_at).is_(None))).all()
    assert [row.type for row in rows] == [NotificationType.like]  # for the digest
    cast.do(cast.ben, unlike_post, post)
    cast.do(cast.ben, like_post, post)
    assert told(cast, cast.ada) == ["Ben commented on “A title”"]


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["like", "unlike", "comment", "uncomment", "remove", "restore", "read", "delete", "work"]),
        st.integers(0, 99),
    ),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=DEEDS)
def test_whatever_happens_the_count_is_what_is_listed(cast: Cast, history) -> None:
    space, people, said = cast.space(f"Any {new_id().hex}"), [cast.olu, cast.mo, cast.ada, cast.ben], []
    posts = [cast.post(cast.ada, space), cast.post(cast.ben, space)]
    use_case = {"like": like_post, "unlike": unlike_post, "remove": remove_post, "restore": restore_post}
    for deed, number in history:
        who, post_id = people[number % 4], posts[number % 2]
        with contextlib.suppress(Refusal):  # what may not be done has no consequences
            if deed == "comment":
                said.append((who, say(cast, who, post_id)))
            elif deed == "uncomment" and said:
                cast.do(cast.olu, remove_comment, said[number % len(said)][1])
            elif deed in {"read", "delete"}:
                for line in lines(cast, who)[: number % 3]:
                    cast.do(who, commands.mark_read if deed == "read" else commands.delete_notification, line.id)
            elif deed == "work":
                work_off(cast.database, KINDS)
            elif deed in use_case:
                cast.do(cast.olu if deed in {"remove", "restore"} else who, use_case[deed], post_id)
    for who in people:
        lines(cast, who)
    again(cast)
    for who in people:
        lines(cast, who)
    agree(cast)
