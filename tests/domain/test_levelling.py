"""Levels after thresholds moved: everybody gets theirs in pieces, whatever ends the work and whoever scores then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from opentribe.domain.gamification import levelling
from opentribe.domain.gamification.commands import set_levels
from opentribe.domain.gamification.facts import LevelReached
from opentribe.domain.gamification.ledger import Deed, lock, settle
from opentribe.domain.gamification.models import PointAction, ReferenceType
from opentribe.domain.gamification.queries import (
    get_levels_form,
    get_releveling,
)
from opentribe.kit import clock
from opentribe.kit.facts import connect, listen
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.leases import take
from opentribe.kit.jobs.worker import Worker, work_off
from opentribe.wiring import KINDS, REACTIONS
from tests.cast import Cast
from tests.crowd import at_once
from tests.levels import THREE, draft_of, give, id_of, levels_of


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def test_new_thresholds_give_everybody_their_level_piece_by_piece(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(levelling, "PIECE", 2)
    give(cast, "ada", 60)
    give(cast, "ben", 9)
    assert levels_of(cast) == {"olu": 1, "mo": 1, "ada": 2, "ben": 1}
    told: list[object] = []
    stop = listen(told.extend)
    before = {level.id for level in cast.do(cast.olu, get_levels_form).levels}
    cast.do(cast.olu, set_levels, draft_of(cast, (*THREE[:2], ("Bush", 50, "#000000"), ("Tree", 100, "#FFFFFF"))))
    assert cast.do(cast.olu, get_releveling).model_dump() == {"member_count": 4, "done_count": 0, "is_running": True}
    worker = Worker(cast.database, [levelling.RELEVEL])
    assert worker.turn()
    assert cast.do(cast.olu, get_releveling).done_count == 2
    with cast.database.write() as session:  # one that takes the next piece and is killed
        assert take(session, worker.kinds, "a worker that is no more", 1)
    with clock.at(clock.now() + timedelta(minutes=5)):
        work_off(cast.database, KINDS)
    stop()
    assert cast.do(cast.olu, get_releveling).model_dump() == {"member_count": 4, "done_count": 4, "is_running": False}
    assert levels_of(cast) == {"olu": 1, "mo": 1, "ada": 3, "ben": 1}
    assert not any(isinstance(fact, LevelReached) for fact in told)  # what the owner moved is no deed
    assert len({level.id for level in cast.do(cast.olu, get_levels_form).levels} & before) == 4


def test_a_later_change_ends_the_work_for_an_earlier_one(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(levelling, "PIECE", 1)
    give(cast, "ada", 60)
    cast.do(cast.olu, set_levels, draft_of(cast))
    Worker(cast.database, [levelling.RELEVEL]).turn()
    cast.do(cast.olu, set_levels, draft_of(cast, (THREE[0], ("Sprout", 60, "#445566"), THREE[2])))
    work_off(cast.database, KINDS)
    assert levels_of(cast)["ada"] == 2
    cast.do(cast.olu, set_levels, draft_of(cast, (THREE[0], ("Sprout", 61, "#445566"), THREE[2])))
    # The same thresholds again, before the work for them is done, begin it anew.
    cast.do(cast.olu, set_levels, draft_of(cast, (THREE[0], ("Shoot", 61, "#445566"), THREE[2])))
    work_off(cast.database, KINDS)
    assert levels_of(cast)["ada"] == 1
    assert cast.do(cast.olu, get_releveling).done_count == 4


def test_points_that_are_given_meanwhile_count_by_the_new_thresholds(cast: Cast) -> None:
    """One is given points by the former thresholds while the new ones are committed and the work begins."""
    give(cast, "ada", 45)
    draft, saved = draft_of(cast, (("Seed", 0, "#112233"), ("Sprout", 60, "#445566"), ("Tree", 100, "#778899"))), []
    changed = threading.Event()

    def change() -> None:
        cast.do(cast.olu, set_levels, draft)
        changed.set()
        work_off(cast.database, [levelling.RELEVEL])
        saved.append(True)

    thread = threading.Thread(target=change)
    with cast.database.write() as session:
        user = lock(session, id_of(session, "ada"))
        deed = Deed(PointAction.post, ReferenceType.post, new_id().hex, clock.now())
        assert user is not None
        settle(session, user, deed, stands=True)
        assert (user.points, user.level) == (55, 2)
        session.flush()
        thread.start()
        if not cast.database.is_sqlite:  # there, nobody else can write meanwhile
            assert changed.wait(20)
            thread.join(0.4)  # by now it waits for the member
            assert not saved
    thread.join(20)
    assert saved
    assert levels_of(cast)["ada"] == 1


def test_points_and_levels_at_the_same_time(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(levelling, "PIECE", 1)
    people = ["olu", "mo", "ada", "ben"]

    def one(number: int) -> None:
        if number < 4:
            for turn in range(5):
                with cast.database.write() as session:
                    user = lock(session, id_of(session, people[number]))
                    assert user is not None
                    deed = Deed(PointAction.post, ReferenceType.post, new_id().hex, clock.now() - timedelta(days=turn))
                    settle(session, user, deed, stands=True)
        else:
            for step in (15, 25, 35):
                cast.do(cast.olu, set_levels, draft_of(cast, (THREE[0], ("Sprout", step, "#445566"), THREE[2])))
                work_off(cast.database, KINDS)

    assert at_once(5, one) == [None] * 5
    work_off(cast.database, KINDS)
    assert levels_of(cast) == dict.fromkeys(people, 2)
