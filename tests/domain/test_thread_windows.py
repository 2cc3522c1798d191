"""Long threads read by windows: no gaps and no doubles in any order, by indexes, in a fixed number of statements."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import col, select

from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.schemas import ThreadSort
from opentribe.domain.posts.thread import find_comment, list_comments, list_replies
from opentribe.kit import clock
from opentribe.kit.errors import Invalid
from opentribe.kit.paging import encode_cursor

QUIET = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def post(cast):
    return cast.post(cast.ada, cast.space())


def write(cast, post, sizes: list[int], *, seed: int = 0) -> list[UUID]:
    """Straight into the tables: a comment with so many replies for each size, some liked, some removed, some twins."""
    dice, moment = random.Random(seed), clock.now() - timedelta(days=1)
    ben = cast.actor(cast.ben).identity_id
    with cast.database.write() as session:
        tops = []
        for number, size in enumerate(sizes):
            at = moment + timedelta(seconds=number // 2)  # two at each moment: the id decides
            row = {"post_id": post, "posting_identity_id": ben, "author_name": "Ben"}
            gone = clock.now() if dice.random() < 0.2 else None
            top = Comment(
                **row, content=f"{number}", like_count=dice.choice((0, 0, 1, 5)), created_at=at, deleted_at=gone
            )
            session.add(top)
            session.flush()
            for reply in range(size):
                gone = clock.now() if dice.random() < 0.2 else None
                top.reply_count += gone is None
                when = at + timedelta(milliseconds=reply // 2)
                session.add(Comment(**row, parent_id=top.id, content=f"r{reply}", created_at=when, deleted_at=gone))
            tops.append(top.id)
    return tops


def living(cast, post) -> tuple[list[Comment], list[Comment]]:
    """What a reader has to be given: comments of the first level, and replies."""
    with cast.database.read() as session:
        rows = session.exec(select(Comment).where(Comment.post_id == post)).all()
    answered = {row.parent_id for row in rows if row.parent_id and row.deleted_at is None}
    tops = [row for row in rows if row.parent_id is None and (row.deleted_at is None or row.id in answered)]
    return tops, [row for row in rows if row.parent_id and row.deleted_at is None]


def read_all(cast, post, sort) -> list:
    found, cursor = [], ""
    while True:
        page = cast.do(cast.ada, list_comments, post, sort, cursor, known=frozenset(card.id for card in found))
        found += page.items
        cursor = page.next_cursor
        if not cursor:
            return found


def ordered(rows, sort):
    time = lambda row: (row.created_at, row.id)  # noqa: E731 - a key
    key = (lambda row: (row.like_count, *time(row))) if sort is ThreadSort.liked else time
    return [row.id for row in sorted(rows, key=key, reverse=sort is not ThreadSort.oldest)]


@pytest.mark.parametrize("sort", list(ThreadSort))
@QUIET
@given(sizes=st.lists(st.integers(0, 9), max_size=55), seed=st.integers(0, 99))
def test_every_comment_is_given_once_in_every_order(cast, sort, sizes, seed):
    post = cast.post(cast.ada, cast.space(f"Room {clock.now().timestamp()}"))
    write(cast, post, sizes, seed=seed)
    tops, replies = living(cast, post)
    read = read_all(cast, post, sort)
    assert [card.id for card in read] == ordered(tops, sort)
    for card in read:
        mine = ordered([reply for reply in replies if reply.parent_id == card.id], ThreadSort.oldest)
        assert card.reply_count == len(mine)
        assert [reply.id for reply in card.replies] == mine[:3]
        assert (card.has_earlier, card.has_later) == (False, len(mine) > 3)


@QUIET
@given(size=st.integers(1, 70), at=st.integers(0, 69), seed=st.integers(0, 99))
def test_replies_are_given_without_gaps_from_any_place_in_both_directions(cast, size, at, seed):
    post = cast.post(cast.ada, cast.space(f"Room {clock.now().timestamp()}"))
    (top,) = write(cast, post, [size], seed=seed)
    all_ids = ordered(living(cast, post)[1], ThreadSort.oldest)
    if not all_ids:
        return
    target = all_ids[at % len(all_ids)]
    (card,) = cast.do(cast.ada, find_comment, post, target).items
    seen = [reply.id for reply in card.replies]
    assert target in seen
    has_earlier, has_later = card.has_earlier, card.has_later
    while has_earlier:
        run = cast.do(cast.ada, list_replies, top, before=seen[0])
        seen, has_earlier = [*(reply.id for reply in run.replies), *seen], run.has_earlier
    while has_later:
        run = cast.do(cast.ada, list_replies, top, after=seen[-1])
        seen, has_later = [*seen, *(reply.id for reply in run.replies)], run.has_later
    assert seen == all_ids


@pytest.mark.parametrize("sort", list(ThreadSort))
def test_the_window_around_a_comment_leads_to_everything(cast, post, sort):
    write(cast, post, [1] * 90, seed=3)
    tops, _ = living(cast, post)
    wanted = ordered(tops, sort)
    alive = [row.id for row in tops if row.deleted_at is None]
    for target in (alive[0], alive[len(alive) // 2], alive[-1]):
        page = cast.do(cast.ada, find_comment, post, target, sort)
        ids, before, after = [card.id for card in page.items], page.previous_cursor, page.next_cursor
        assert target in ids
        while before:
            page = cast.do(cast.ada, list_comments, post, sort, before, backward=True)
            ids, before = [*(card.id for card in page.items), *ids], page.previous_cursor
        while after:
            page = cast.do(cast.ada, list_comments, post, sort, after)
            ids, after = [*ids, *(card.id for card in page.items)], page.next_cursor
        assert ids == wanted


@pytest.mark.parametrize("seed", range(4))
def test_the_most_liked_come_once_each_while_likes_change(cast, post, seed):
    write(cast, post, [0] * 70)
    tops, _ = living(cast, post)
    dice, found, cursor = random.Random(seed), [], ""
    while True:
        known = frozenset(card.id for card in found)
        page = cast.do(cast.ada, list_comments, post, ThreadSort.liked, cursor, known=known)
        found += page.items
        cursor = page.next_cursor
        if not cursor:
            break
        with cast.database.write() as session:
            for row in dice.sample(tops, 25):
                kept = session.get(Comment, row.id)
                assert kept is not None
                kept.like_count = dice.randrange(9)
                session.add(kept)
    ids = [card.id for card in found]
    assert len(ids) == len(set(ids))
    assert set(ids) == {row.id for row in tops}


def test_a_cursor_of_another_order_is_refused_in_words(cast, post):
    for sort, cursor in (
        (ThreadSort.liked, encode_cursor(clock.now(), post)),
        (ThreadSort.oldest, f"5.{encode_cursor(clock.now(), post)}"),
        (ThreadSort.liked, "-5." + encode_cursor(clock.now(), post)),
        (ThreadSort.liked, "9" * 30 + "." + encode_cursor(clock.now(), post)),
        (ThreadSort.liked, "5."),
    ):
        with pytest.raises(Invalid, match="Reload"):
            cast.do(cast.ada, list_comments, post, sort, cursor)


@pytest.mark.parametrize(
    "sizes", [[0] * 20, [0] * 2000, [2000], [5] * 60], ids=["20", "2000", "2000 below one", "wide"]
)
def test_a_thread_takes_the_same_statements_however_long_it_is(cast, post, statements, sizes):
    tops = write(cast, post, sizes, seed=1)
    with cast.database.read() as session:
        last = session.exec(
            select(Comment.id)
            .where(Comment.post_id == post, col(Comment.deleted_at).is_(None))
            .order_by(col(Comment.created_at).desc())
        ).first()
    expected = {"who asks", "the space", "the first level", "their first replies"}
    for sort in ThreadSort:
        with statements(cast.database) as counted:
            page = cast.do(cast.ada, list_comments, post, sort)
        assert len(counted) <= len(expected)
        assert len(page.items) == min(20, len(living(cast, post)[0]))
        assert sum(len(card.replies) for card in page.items) <= 60
    with statements(cast.database) as counted:
        cast.do(cast.ada, find_comment, post, last)
    assert len(counted) <= 9
    with statements(cast.database) as counted:
        assert len(cast.do(cast.ada, list_replies, tops[0]).replies) <= 20
    assert len(counted) == 4


@pytest.mark.parametrize("analyzed", [True, False])
@pytest.mark.parametrize("sort", list(ThreadSort))
def test_a_long_thread_is_read_by_its_indexes(cast, post, sort, analyzed):
    write(cast, post, [3] * 600, seed=2)
    with cast.database.write() as session:
        if analyzed:
            session.connection().exec_driver_sql("ANALYZE comments")
    cursor = cast.do(cast.ada, list_comments, post, sort).next_cursor
    seen = []

    def note(_connection, _cursor, statement, values, *_more):
        if "FROM comments" in statement:
            seen.append((statement, values))

    for engine in cast.database.engines:
        event.listen(engine, "before_cursor_execute", note)
    cast.do(cast.ada, list_comments, post, sort, cursor)
    for engine in cast.database.engines:
        event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if cast.database.is_sqlite else "EXPLAIN"
    with cast.database.read() as session:
        top, replies = (
            [str(row[-1]) for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]
            for statement, values in seen
        )
    index = "ix_comments_top_by_likes" if sort is ThreadSort.liked else "ix_comments_top_by_time"
    assert [line for line in top if index in line], top
    assert not [line for line in top if "TEMP B-TREE" in line or "SCAN comments" in line or "Sort" in line], top
    assert [line for line in replies if "ix_comments_parent_id_created_at_id" in line], replies
    # PostgreSQL reads a table this small whole to fetch the rows that its index found; the other one never does.
    assert not [line for line in replies if line.startswith("SCAN comments")], replies
