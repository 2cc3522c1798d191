"""Points follow deeds in the background: once each, taken back when undone, and always the sum of the ledger."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.auth.commands import note_seen
from opentribe.domain.entry import perform
from opentribe.domain.gamification.audit import differences
from opentribe.domain.gamification.ledger import FROM_ONE_MEMBER
from opentribe.domain.gamification.models import PointEntry
from opentribe.domain.gamification.queries import list_points
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.commands import (
    add_post,
    like_comment,
    like_post,
    remove_comment,
    remove_post,
    restore_post,
    unlike_comment,
    unlike_post,
)
from opentribe.domain.posts.schemas import PostDraft, prepare_post
from opentribe.domain.spaces.models import SpaceVisibility
from opentribe.kit import clock
from opentribe.kit.errors import Refusal
from opentribe.kit.facts import connect
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS, REACTIONS
from tests.books import COMMENT, LIKE, NOON, POST, again, comment, points, post
from tests.cast import Cast
from tests.crowd import at_once


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def test_posts_comments_and_likes_have_their_points(cast: Cast) -> None:
    space = cast.space()
    post_id = post(cast, cast.ada, space)
    comment_id = comment(cast, cast.ada, post_id)
    assert points(cast) == POST + COMMENT
    cast.do(cast.ben, like_post, post_id)
    cast.do(cast.ben, like_comment, comment_id)
    assert points(cast) == POST + COMMENT + 2 * LIKE
    assert points(cast, "ben") == 0


def test_what_is_undone_is_taken_back_and_given_back(cast: Cast) -> None:
    space = cast.space()
    post_id = post(cast, cast.ada, space)
    comment_id = comment(cast, cast.ada, post_id)
    cast.do(cast.ben, like_post, post_id)
    cast.do(cast.mo, like_post, post_id)
    cast.do(cast.ben, like_comment, comment_id)
    assert points(cast) == POST + COMMENT + 3 * LIKE
    cast.do(cast.ben, unlike_post, post_id)
    cast.do(cast.ben, unlike_comment, comment_id)
    assert points(cast) == POST + COMMENT + LIKE
    cast.do(cast.ben, like_post, post_id)
    assert points(cast) == POST + COMMENT + 2 * LIKE
    cast.do(cast.ada, remove_comment, comment_id)
    cast.do(cast.ada, remove_post, post_id)
    assert points(cast) == 0
    cast.do(cast.ada, restore_post, post_id)
    assert points(cast) == POST + 2 * LIKE


def test_a_deed_undone_before_its_points_were_given_gives_none(cast: Cast) -> None:
    post_id = post(cast, cast.ada, cast.space())
    cast.do(cast.ben, like_post, post_id)
    cast.do(cast.ben, unlike_post, post_id)
    cast.do(cast.ada, remove_post, post_id)
    assert points(cast) == 0
    with cast.database.read() as session:
        assert session.exec(select(PointEntry)).all() == []


def test_facts_that_come_again_in_any_order_give_nothing_more(cast: Cast) -> None:
    post_id = post(cast, cast.ada, cast.space())
    for _ in range(3):
        cast.do(cast.ben, like_post, post_id)
        cast.do(cast.ben, unlike_post, post_id)
    cast.do(cast.mo, like_post, post_id)
    assert points(cast) == POST + LIKE
    for _ in range(3):
        again(cast)
        assert points(cast) == POST + LIKE


def test_a_like_scores_once_for_each_member_and_never_for_oneself(cast: Cast) -> None:
    post_id = post(cast, cast.ada, cast.space(visibility=SpaceVisibility.public))
    with cast.database.write() as session:
        others = [
            PostingIdentity(name="Pen", user_id=cast.user_id("ada")),
            PostingIdentity(name="Ben too", user_id=cast.user_id("ben")),
            PostingIdentity(name="Nobody's", is_bot=True),
        ]
        session.add_all(others)
        session.flush()
        actors = [
            cast.actor(cast.ada),
            cast.actor(cast.ben),
            *(Actor(identity_id=each.id) for each in others),
        ]
    for actor in actors:
        with cast.database.write() as session:
            like_post(session, actor, post_id)
    assert points(cast) == POST + LIKE
    with cast.database.write() as session:
        unlike_post(session, actors[1], post_id)
    assert points(cast) == POST + LIKE  # ben's other name likes it still
    with cast.database.write() as session:
        unlike_post(session, actors[3], post_id)
    assert points(cast) == POST


def test_what_a_bot_writes_scores_for_nobody(cast: Cast) -> None:
    space = cast.space(visibility=SpaceVisibility.public, bots_allowed=True)
    with cast.database.write() as session:
        identity = PostingIdentity(name="Bot", is_bot=True, user_id=cast.user_id("ada"))
        session.add(identity)
        session.flush()
        actor = Actor(identity_id=identity.id)
    with cast.database.write() as session:
        post_id = add_post(session, actor, space, prepare_post(PostDraft(space_id=space, content="beep")))
    cast.do(cast.ben, like_post, post_id)
    assert points(cast) == 0


def test_a_day_has_its_cap_and_the_next_day_is_new(cast: Cast) -> None:
    space = cast.space()
    with clock.at(NOON):
        written = [post(cast, cast.ada, space) for _ in range(7)]
        assert points(cast) == 5 * POST
        cast.do(cast.ada, remove_post, written[0])
        assert points(cast) == 4 * POST
    with clock.at(NOON + timedelta(days=1)):
        post(cast, cast.ada, space)
        assert points(cast) == 5 * POST


def test_two_who_like_everything_of_each_other_gain_little(cast: Cast) -> None:
    space = cast.space()
    with clock.at(NOON):
        for _ in range(9):
            cast.do(cast.ben, like_post, post(cast, cast.ada, space))
        assert points(cast) == 5 * POST + FROM_ONE_MEMBER * LIKE
        last = post(cast, cast.ada, space)
        cast.do(cast.mo, like_post, last)
        assert points(cast) == 5 * POST + (FROM_ONE_MEMBER + 1) * LIKE
    with clock.at(NOON + timedelta(days=1)):
        cast.do(cast.ben, like_post, last)
        assert points(cast) == 5 * POST + (FROM_ONE_MEMBER + 2) * LIKE


def test_what_is_undone_later_is_taken_from_the_week_it_counted_in(cast: Cast) -> None:
    space = cast.space()
    with clock.at(NOON):
        post_id = post(cast, cast.ada, space)
        assert points(cast) == POST
    with clock.at(NOON + timedelta(days=40)):
        cast.do(cast.ada, remove_post, post_id)
        assert points(cast) == 0
        assert {line.created_at for line in cast.do(cast.ada, list_points).items} == {NOON}


def test_the_first_visit_of_a_day_scores_once(cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    for minutes in (0, 10, 20):
        with clock.at(tomorrow.replace(hour=10) + timedelta(minutes=minutes)):
            perform(cast.database, cast.ada, note_seen)
            assert points(cast) == 1


def test_many_likes_at_once_by_many_workers_add_up(cast: Cast) -> None:
    space = cast.space()
    ids = [post(cast, cast.ada, space) for _ in range(4)]
    people = [cast.olu, cast.mo, cast.ben]
    deeds = [(who, post_id) for who in people for post_id in ids]

    def press(number: int) -> None:
        who, post_id = deeds[number]
        cast.do(who, like_post, post_id)
        work_off(cast.database, KINDS)

    assert set(at_once(len(deeds), press)) == {None}
    assert points(cast) == 4 * POST + 12 * LIKE


DEEDS = st.lists(
    st.tuples(st.sampled_from(["post", "like", "unlike", "remove", "restore", "comment", "work"]), st.integers(0, 99)),
    max_size=25,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=DEEDS)
def test_whatever_happens_points_are_the_sum_of_the_ledger(cast: Cast, history) -> None:
    space, people, written = cast.space(f"Any {new_id().hex}"), [cast.olu, cast.mo, cast.ada, cast.ben], []
    for deed, number in history:
        who = people[number % 4]
        if deed == "post":
            written.append((who, post(cast, who, space)))
        elif deed == "work":
            points(cast)
        elif written:
            author, post_id = written[number % len(written)]
            use_case = {"like": like_post, "unlike": unlike_post, "remove": remove_post, "restore": restore_post}
            with contextlib.suppress(Refusal):  # what may not be done gives nothing
                if deed == "comment":
                    comment(cast, who, post_id)
                else:
                    cast.do(author if deed == "remove" else who, use_case[deed], post_id)
    points(cast)
    for _, post_id in written:
        with contextlib.suppress(Refusal):  # it is gone already
            cast.do(cast.olu, remove_post, post_id)
    again(cast)
    points(cast)


def test_the_check_names_who_differs(cast: Cast) -> None:
    post(cast, cast.ada, cast.space())
    assert points(cast) == POST
    with cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.username) == "ada").values(points=11))
    with cast.database.read() as session:
        assert differences(session) == ["@ada has 11 points; the ledger says 10."]
