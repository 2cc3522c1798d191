"""Leaderboards: the ranks that a plain count gives, for whoever is asked, and nobody on them who should not be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlmodel import col, select

from opentribe.domain.access.actor import Role
from opentribe.domain.gamification import board as boards
from opentribe.domain.gamification.board import get_standing, list_board
from opentribe.domain.gamification.commands import rank_staff, stay_off_board
from opentribe.domain.gamification.ledger import starts
from opentribe.domain.gamification.models import Period, PointTotal
from opentribe.domain.gamification.schemas import Board, BoardRow
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, SignInNeeded
from opentribe.kit.paging import encode_cursor
from tests.cast import Cast

SMALL = 3  # rows on a page


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "PAGE_SIZE", SMALL)


def newcomers(cast: Cast, count: int) -> list[UUID]:
    """Members beside the cast."""
    people = [User(name=f"Member {number}", username=f"member{number}") for number in range(count)]
    with cast.database.write() as session:
        session.add_all(people)
        session.flush()
        return [each.id for each in people]


def give(cast: Cast, points: dict[UUID, int], board: Board = Board.all_time) -> None:
    """So many points on a board."""
    with cast.database.write() as session:
        connection = session.connection()
        for user_id, amount in points.items():
            if board == Board.all_time:
                connection.execute(update(User).where(col(User.id) == user_id).values(points=amount))
                continue
            period = Period(board.value)
            connection.execute(delete(PointTotal).where(col(PointTotal.user_id) == user_id))
            session.add(
                PointTotal(user_id=user_id, period=period, starts_on=starts(clock.now())[period], points=amount)
            )


def change(cast: Cast, user_id: UUID, **values: Any) -> None:
    """What stands in a member's row."""
    with cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.id) == user_id).values(**values))


def listed(cast: Cast, board: Board = Board.all_time, who=None) -> list[BoardRow]:
    """A whole board, page by page."""
    rows, cursor = [], ""
    while True:
        page = cast.do(who or cast.ada, list_board, board, cursor)
        assert len(page.items) <= SMALL
        rows, cursor = [*rows, *page.items], page.next_cursor
        if not cursor:
            return rows


def test_equals_share_a_rank_and_the_next_is_counted_on(cast: Cast) -> None:
    ids = newcomers(cast, 5)
    give(cast, dict(zip(ids, (30, 20, 20, 10, 0), strict=True)))
    assert [(row.rank, row.points) for row in listed(cast)] == [(1, 30), (2, 20), (2, 20), (4, 10)]


@pytest.mark.parametrize(
    "values",
    [{"banned_at": clock.now()}, {"deleted_at": clock.now()}, {"visibility": MemberVisibility.private},
     {"is_unranked": True}],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_who_is_not_listed_takes_no_rank(cast: Cast, values: dict[str, Any]) -> None:
    ids = newcomers(cast, 3)
    give(cast, dict(zip(ids, (30, 20, 10), strict=True)))
    change(cast, ids[0], **values)
    for who in (cast.ada, cast.olu):
        assert [(row.id, row.rank) for row in listed(cast, who=who)] == [(ids[1], 1), (ids[2], 2)]


def test_staff_are_left_out_where_the_owner_wants_it(cast: Cast) -> None:
    olu, mo, ada = (cast.user_id(name) for name in ("olu", "mo", "ada"))
    give(cast, {olu: 40, mo: 30, ada: 20})
    with pytest.raises(Forbidden):
        cast.do(cast.ada, rank_staff, False)
    cast.do(cast.olu, rank_staff, False)
    assert [row.username for row in listed(cast)] == ["ada"]
    assert cast.do(cast.ada, get_standing).rank == 1
    own = cast.do(cast.mo, get_standing)
    assert (own.rank, own.is_listed, own.around) == (1, False, [])  # counted among those who are listed
    cast.do(cast.olu, rank_staff, True)
    assert [row.username for row in listed(cast)] == ["olu", "mo", "ada"]


def test_who_stays_off_still_reads_their_own_number_and_nobody_else_does(cast: Cast) -> None:
    ada, ben = cast.user_id("ada"), cast.user_id("ben")
    give(cast, {ada: 20, ben: 30})
    cast.do(cast.ada, stay_off_board, True)
    assert [row.username for row in listed(cast)] == ["ben"]
    own = cast.do(cast.ada, get_standing)
    assert (own.rank, own.points, own.to_next, own.is_listed, own.is_unranked) == (2, 20, 10, False, True)
    cast.do(cast.ada, stay_off_board, False)
    assert [row.rank for row in listed(cast)] == [1, 2]


def test_one_sees_oneself_with_those_around_however_far_down(cast: Cast) -> None:
    ids, ada = newcomers(cast, 9), cast.user_id("ada")
    give(cast, dict(zip(ids, range(90, 0, -10), strict=True)) | {ada: 45})
    own = cast.do(cast.ada, get_standing)
    assert (own.rank, own.points, own.to_next) == (6, 45, 5)
    assert [(row.rank, row.points) for row in own.around] == [(4, 60), (5, 50), (6, 45), (7, 40), (8, 30)]
    assert [row.is_me for row in own.around].count(True) == 1
    assert cast.do(cast.olu, get_standing).rank == 0


def test_a_week_and_a_month_have_boards_of_their_own_and_end(cast: Cast) -> None:
    first, second = newcomers(cast, 2)
    give(cast, {first: 500, second: 1})
    give(cast, {second: 7, cast.user_id("ada"): 7}, Board.week)
    assert [row.rank for row in listed(cast, Board.week)] == [1, 1]
    assert listed(cast, Board.month) == []
    assert cast.do(cast.ada, get_standing, Board.week).rank == 1
    actor = cast.actor(cast.ada)
    with clock.at(clock.now() + timedelta(days=8)), cast.database.read() as session:
        assert list_board(session, actor, Board.week).items == []
        assert get_standing(session, actor, Board.week).points == 0


def test_visitors_and_rubbish_are_refused(cast: Cast) -> None:
    for use_case in (list_board, get_standing):
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, use_case)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, stay_off_board, True)
    for cursor in ("rubbish", encode_cursor(-1.0, cast.user_id("ada")), encode_cursor(1e300, cast.user_id("ada"))):
        with pytest.raises(Invalid):
            cast.do(cast.ada, list_board, Board.all_time, cursor)


def test_the_cost_is_the_same_however_many_there_are(cast: Cast, statements) -> None:
    give(cast, {cast.user_id("ada"): 1})
    counts = []
    for many in (0, 30):
        give(cast, {user_id: 5 + number for number, user_id in enumerate(newcomers(cast, many))})
        with statements(cast.database) as seen:
            page = cast.do(cast.ada, list_board)
        top = len(seen)
        with statements(cast.database) as seen:
            cast.do(cast.ada, list_board, Board.all_time, page.next_cursor)
        further = len(seen)
        with statements(cast.database) as seen:
            cast.do(cast.ada, get_standing)
        counts.append((top, further, len(seen)))
    assert counts[1] == (1 + 2, 1 + 4, 1 + 7)  # one finds out who asks
    assert all(few <= many for few, many in zip(*counts, strict=True))


PEOPLE = 10
KINDS = st.sampled_from(["", "", "", "", "banned", "gone", "private", "off", "staff"])
HISTORY = st.lists(st.tuples(st.integers(0, 4), KINDS), min_size=PEOPLE, max_size=PEOPLE)
VALUES: dict[str, dict[str, Any]] = {
    "banned": {"banned_at": clock.now()},
    "gone": {"deleted_at": clock.now()},
    "private": {"visibility": MemberVisibility.private},
    "off": {"is_unranked": True},
    "staff": {"role": Role.moderator},
}
PLAIN = {
    "banned_at": None, "deleted_at": None, "visibility": MemberVisibility.public, "is_unranked": False,
    "role": Role.member,
}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, own=st.integers(0, 4), board=st.sampled_from(list(Board)), ranks_staff=st.booleans())
def test_ranks_are_those_of_a_plain_count(
    cast: Cast, history: list[tuple[int, str]], own: int, board: Board, ranks_staff: bool
) -> None:
    ada = cast.user_id("ada")
    ids = _people(cast)
    cast.do(cast.olu, rank_staff, ranks_staff)
    points = {user_id: amount for user_id, (amount, _) in zip(ids, history, strict=True)} | {ada: own}
    give(cast, points, board)
    for user_id, (_, kind) in zip(ids, history, strict=True):
        change(cast, user_id, **PLAIN | VALUES.get(kind, {}))
    on_it = [user_id for user_id, (_, kind) in zip(ids, history, strict=True)
             if kind == "" or (kind == "staff" and ranks_staff)]  # fmt: skip
    wanted = sorted(((points[each], each) for each in (*on_it, ada) if points[each]), reverse=True)
    ranks = [1 + sum(more > amount for more, _ in wanted) for amount, _ in wanted]
    found = listed(cast, board)
    assert [(row.points, row.id) for row in found] == wanted
    assert [row.rank for row in found] == ranks
    standing = cast.do(cast.ada, get_standing, board)
    assert standing.rank == (1 + sum(more > own for more, _ in wanted) if own else 0)
    place = next((place for place, (_, each) in enumerate(wanted) if each == ada), 0)
    assert standing.around == (found[max(0, place - 2) : place + 3] if own else [])


def _people(cast: Cast) -> list[UUID]:
    with cast.database.read() as session:
        found = session.exec(select(User.id).where(col(User.username).startswith("member"))).all()
    return list(found) or newcomers(cast, PEOPLE)
