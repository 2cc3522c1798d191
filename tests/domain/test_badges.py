"""Badges and days in a row: given once by what members do, and by the owner as the owner likes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import select

from opentribe.domain.auth.commands import note_seen
from opentribe.domain.entry import perform
from opentribe.domain.gamification import awarding
from opentribe.domain.gamification.badges import get_streak, list_badges, list_badges_of
from opentribe.domain.gamification.commands import give_badge, make_badge, remove_badge, take_badge
from opentribe.domain.gamification.facts import BadgeGiven, BadgeTaken, PointsChanged
from opentribe.domain.gamification.models import MemberBadge
from opentribe.domain.gamification.schemas import BadgeDraft
from opentribe.domain.gamification.streaks import note_visit
from opentribe.domain.posts.commands import remove_comment, remove_post
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded
from opentribe.kit.facts import Fact, connect, listen, tell
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS, REACTIONS
from tests.books import again, comment, post
from tests.cast import Cast
from tests.crowd import at_once

MORNING = (clock.now() + timedelta(days=1)).replace(hour=9)


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def told() -> Iterator[list[Fact]]:
    """What was told since."""
    heard: list[Fact] = []
    stop = listen(heard.extend)
    yield heard
    stop()


def held(cast: Cast, name: str = "ada") -> list[str]:
    """Somebody's badges, once everything that waits is done."""
    work_off(cast.database, KINDS)
    return [badge.name for badge in cast.do(cast.ben, list_badges_of, name)]


def test_a_first_post_has_its_badge_once_and_keeps_it(cast: Cast, told: list[Fact]) -> None:
    space = cast.space()
    first = post(cast, cast.ada, space)
    assert held(cast) == ["First post"]
    cast.do(cast.ada, remove_post, first)
    post(cast, cast.ada, space)
    assert held(cast) == ["First post"]
    again(cast)
    assert held(cast) == ["First post"]
    assert len([fact for fact in told if isinstance(fact, BadgeGiven)]) == 1
    assert held(cast, "ben") == []


def test_ten_comments_that_stand_have_theirs(cast: Cast) -> None:
    post_id = post(cast, cast.olu, cast.space())
    written = [comment(cast, cast.ada, post_id) for _ in range(9)]
    cast.do(cast.ada, remove_comment, written[0])
    comment(cast, cast.ada, post_id)
    assert held(cast) == []
    comment(cast, cast.ada, post_id)
    assert held(cast) == ["Good company"]


def test_days_in_a_row_are_counted_and_have_badges(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awarding, "FOUNDERS", 0)
    for day in range(7):
        with clock.at(MORNING + timedelta(days=day)):
            perform(cast.database, cast.ada, note_seen)
            work_off(cast.database, KINDS)
            assert cast.do(cast.ada, get_streak).current == day + 1
    with clock.at(MORNING + timedelta(days=7, hours=14)):
        assert cast.do(cast.ada, get_streak).current == 7  # today is not over
        assert held(cast) == ["A week in a row"]
    with clock.at(MORNING + timedelta(days=9)):
        own = cast.do(cast.ada, get_streak)
        assert (own.current, own.longest) == (0, 7)
    assert cast.do(cast.ben, get_streak).longest == 0


def test_days_may_be_told_twice_and_late(cast: Cast) -> None:
    first = date(2036, 5, 5)
    longest = []
    with cast.database.write() as session:
        for days in (1, 0, 0, 1, 2, 5, 4, 2):
            longest.append(note_visit(session, cast.user_id("ada"), first + timedelta(days=days)).longest)
    assert longest == [1, 2, 2, 2, 3, 3, 3, 3]


def test_those_who_came_first_are_founders(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awarding, "FOUNDERS", 3)  # olu, mo and ada
    with clock.at(MORNING):
        for who in (cast.ada, cast.ben):
            perform(cast.database, who, note_seen)
        assert held(cast) == ["Founder"]
        assert held(cast, "ben") == []


def test_a_course_that_has_its_points_is_finished(cast: Cast) -> None:
    for amount in (-50, 50, 50):
        with cast.database.write() as session:
            tell(session, PointsChanged(user_id=cast.user_id("ada"), amount=amount, action="course_completed"))
        assert held(cast) == ([] if amount < 0 else ["Graduate"])


def test_many_workers_give_a_badge_once(cast: Cast, told: list[Fact]) -> None:
    ada = cast.user_id("ada")

    def give(_number: int) -> None:
        with cast.database.write() as session:
            awarding.give_automatic(session, ada, awarding.AutomaticBadge.first_post)

    assert set(at_once(8, give)) == {None}
    with cast.database.read() as session:
        assert len(session.exec(select(MemberBadge)).all()) == 1
    assert len(told) == 1


def test_the_owner_makes_gives_takes_and_removes_badges(cast: Cast, told: list[Fact]) -> None:
    badge_id = cast.do(cast.olu, make_badge, BadgeDraft(name=" Helper ", icon="🤝", description="Helps"))
    assert cast.do(cast.olu, give_badge, badge_id, "@Ada")
    assert not cast.do(cast.olu, give_badge, badge_id, "ada")
    assert held(cast) == ["Helper"]
    card = next(card for card in cast.do(cast.ada, list_badges) if card.id == badge_id)
    assert (card.holder_count, card.is_mine, card.may_change) == (1, True, False)
    assert cast.do(cast.olu, take_badge, badge_id, "ada")
    assert not cast.do(cast.olu, take_badge, badge_id, "ada")
    assert held(cast) == []
    assert [type(fact) for fact in told if isinstance(fact, BadgeGiven | BadgeTaken)] == [BadgeGiven, BadgeTaken]
    cast.do(cast.olu, give_badge, badge_id, "ada")
    cast.do(cast.olu, remove_badge, badge_id)
    assert held(cast) == []
    with pytest.raises(NotFound):
        cast.do(cast.olu, give_badge, badge_id, "ada")


def test_nobody_else_does_and_the_house_keeps_its_own(cast: Cast) -> None:
    own = cast.do(cast.olu, make_badge, BadgeDraft(name="Helper"))
    (first, *_) = cast.do(cast.olu, list_badges)
    for who, refusal in ((cast.mo, Forbidden), (cast.ada, Forbidden), (cast.cleo, SignInNeeded)):
        with pytest.raises(refusal):
            cast.do(who, make_badge, BadgeDraft(name="Mine"))
        with pytest.raises(refusal):
            cast.do(who, remove_badge, own)
        for use_case in (give_badge, take_badge):
            with pytest.raises(refusal):
                cast.do(who, use_case, own, "ada")
    for use_case in (give_badge, take_badge):
        with pytest.raises(Forbidden):
            cast.do(cast.olu, use_case, first.id, "ada")
        with pytest.raises(Invalid):
            cast.do(cast.olu, use_case, own, "nobody-here")
    with pytest.raises(Forbidden):
        cast.do(cast.olu, remove_badge, first.id)
    with pytest.raises(NotFound):
        cast.do(cast.olu, remove_badge, new_id())
    for draft in ({"name": " "}, {"name": "x" * 41}, {"name": "A", "icon": "abc"}, {"name": "A", "icon": "🌱" * 9},
                  {"name": "A", "description": "x" * 201}):  # fmt: skip
        with pytest.raises(Invalid):
            cast.do(cast.olu, make_badge, BadgeDraft(**draft))


def test_badges_cost_the_same_however_many_hold_them(cast: Cast, statements) -> None:
    post(cast, cast.ada, cast.space())
    assert held(cast) == ["First post"]
    with statements(cast.database) as seen:
        cast.do(cast.ada, list_badges)
        cast.do(cast.ada, list_badges_of, "ada")
    assert len(seen) == 3 + 2  # two find out who asks
