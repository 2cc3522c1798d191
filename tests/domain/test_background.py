"""Owners see how the background work stands and decide about what failed; nobody else knows that it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from opentribe.domain.background.commands import discard, retry, retry_all
from opentribe.domain.background.queries import get_gauges, list_failed
from opentribe.kit import clock
from opentribe.kit.errors import NotFound, SignInNeeded
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.kinds import GiveUp, Kind, Task
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.jobs.worker import work_off
from tests.cast import Cast


def spoil(_session: Session, _task: Task) -> None:
    """The effect that never works."""
    raise GiveUp("the template has an error")


def failed(cast: Cast, count: int) -> None:
    """Give up so many jobs."""
    with cast.database.write() as session:
        for _ in range(count):
            enqueue(session, "spoiled", {})
    work_off(cast.database, [Kind("spoiled", spoil)])


def test_the_gauges_tell_how_much_waits_and_since_when(cast: Cast) -> None:
    failed(cast, 2)
    with cast.database.write() as session:
        enqueue(session, "x", {}, run_at=clock.now() - timedelta(minutes=3))
        enqueue(session, "x", {}, run_at=clock.now() + timedelta(hours=1))
    gauges = cast.do(cast.olu, get_gauges)
    assert (gauges.waiting, gauges.due, gauges.running, gauges.failed) == (2, 1, 0, 2)
    assert gauges.oldest_seconds >= 180


def test_failed_jobs_are_listed_page_by_page_with_their_error(cast: Cast) -> None:
    failed(cast, 23)
    first = cast.do(cast.olu, list_failed)
    rest = cast.do(cast.olu, list_failed, first.next_cursor)
    assert (len(first.items), len(rest.items), rest.next_cursor) == (20, 3, "")
    assert len({job.id for job in first.items + rest.items}) == 23
    assert "the template has an error" in first.items[0].error
    assert first.items[0].title == "Spoiled"


def test_a_failed_job_is_tried_again_or_forgotten(cast: Cast) -> None:
    failed(cast, 4)
    one, two, *_ = cast.do(cast.olu, list_failed).items
    cast.do(cast.olu, retry, one.id)
    cast.do(cast.olu, discard, two.id)
    with pytest.raises(NotFound):
        cast.do(cast.olu, retry, one.id)  # it waits already
    assert cast.do(cast.olu, retry_all) == 2
    done: list[Task] = []
    work_off(cast.database, [Kind("spoiled", lambda _session, task: done.append(task))])
    assert len(done) == 3
    assert cast.do(cast.olu, get_gauges).failed == 0
    with cast.database.read() as session:
        assert two.id not in session.exec(select(Job.id)).all()


@pytest.mark.parametrize("use_case", [get_gauges, list_failed, retry_all])
def test_others_meet_nothing(cast: Cast, use_case) -> None:
    for who in (cast.mo, cast.ada):
        with pytest.raises(NotFound):
            cast.do(who, use_case)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, use_case)
    for verb in (retry, discard):
        with pytest.raises(NotFound):
            cast.do(cast.ada, verb, new_id())
