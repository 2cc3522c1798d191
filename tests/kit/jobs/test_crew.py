"""Facts, schedules and the threads of a process: what is due is done once, when it is due, whatever the clock does."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.facts import Fact, connect, tell
from opentribe.kit.ids import new_id
from opentribe.kit.jobs import leases, upkeep
from opentribe.kit.jobs.crew import Crew, Timekeeper
from opentribe.kit.jobs.kinds import LONGEST_LEASE, Kind, Priority, Task
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.reactions import Later, kinds_of
from opentribe.kit.jobs.schedule import Schedule
from opentribe.kit.jobs.worker import work_off
from tests.conftest import count_statements
from tests.crowd import at_once
from tests.kit.jobs.diary import NOON, Diary, jobs, store


@dataclass(frozen=True, slots=True)
class BellRung(Fact):
    """Somebody was at the door."""

    door_id: UUID
    by_id: UUID | None


def test_a_fact_comes_back_as_it_was_told(database: Database) -> None:
    heard: list[tuple[Fact, datetime]] = []
    later = Later("hear", lambda _session, fact, at: heard.append((fact, at)))
    other = Later("also", lambda _session, fact, at: heard.append((fact, at)))
    reactions = {BellRung: (later, other)}
    rung = BellRung(door_id=new_id(), by_id=None)
    connect(reactions)
    try:
        with clock.at(NOON), count_statements(database) as seen, database.write() as session:
            tell(session, rung)
        assert len(seen) == 1
        work_off(database, kinds_of(reactions))
    finally:
        connect({})
    assert heard == [(rung, NOON), (rung, NOON)]


def test_names_of_background_reactions_are_used_once() -> None:
    with pytest.raises(ValueError, match="share a name"):
        kinds_of({BellRung: (Later("a", print), Later("a", repr))})  # type: ignore[arg-type]


@pytest.mark.parametrize("keepers", [1, 3])
def test_a_due_time_makes_one_job_however_many_keep_time(database: Database, keepers: int) -> None:
    diary = Diary()
    schedules = [Schedule("digest", diary.kind, timedelta(days=1), timedelta(hours=7), {"line": "digest"})]
    for hours in (0, 1, 23, 24, 24 + 72, 24 + 71, 0, 24 + 72):  # with a pause of days, and a clock that goes back
        with clock.at(NOON + timedelta(hours=hours)):
            for keeper in [Timekeeper(database, schedules) for _ in range(keepers)]:
                keeper.tick()
            work_off(database, [diary.kind])
    assert [job.dedupe_key for job in jobs(database)] == [
        "cron:digest:2026-03-02T07:00:00Z",
        "cron:digest:2026-03-03T07:00:00Z",
        "cron:digest:2026-03-06T07:00:00Z",
    ]
    assert diary.lines == ["digest"] * 3


def test_the_timekeeper_sleeps_until_something_is_due(database: Database) -> None:
    schedule = Schedule("often", Diary().kind, timedelta(seconds=30))
    with clock.at(NOON + timedelta(seconds=28)):
        assert Timekeeper(database, [schedule]).tick() == 2


def test_a_clock_that_is_set_back_delays_nothing(database: Database) -> None:
    diary, ahead = Diary(), NOON + timedelta(days=2)
    with clock.at(ahead):
        store(database, diary, "now", "leased", "failed")
        store(database, diary, "tea", run_at=ahead + timedelta(hours=1))
        with database.write() as session:
            leases.take(session, {"diary": diary.kind}, "gone", 3)
    with database.write() as session:
        now, leased, failed, _tea = session.exec(select(Job).order_by(col(Job.id))).all()
        now.lease_by = now.lease_until = failed.lease_by = failed.lease_until = None
        failed.attempts, failed.run_at = 3, ahead + timedelta(minutes=10)
        assert leased.lease_until > ahead > NOON + LONGEST_LEASE
    with clock.at(NOON):
        Timekeeper(database, []).tick()
        work_off(database, [diary.kind])
    assert sorted(map(str, diary.lines)) == ["failed", "leased", "now"]


def test_done_jobs_are_swept_and_keys_of_schedules_stay(database: Database) -> None:
    diary = Diary()
    with clock.at(NOON):
        store(database, diary, 1, 2)
        store(database, diary, 3, dedupe_key="cron:x:2026")
        store(database, diary, 4, run_at=NOON + timedelta(days=90))
        work_off(database, [diary.kind])
    for days, left in ((2, 4), (4, 2), (63, 1)):
        with clock.at(NOON + timedelta(days=days)), database.write() as session:
            assert upkeep.sweep_done(session) is False
        assert len(jobs(database)) == left


def test_a_crew_is_woken_by_a_commit_and_ends_in_order(database: Database) -> None:
    done, diary = threading.Event(), Diary()
    diary.fails = lambda task: done.set() if task.payload["line"] == "last" else None  # type: ignore[func-returns-value]
    crew = Crew(database, [diary.kind], (), threads=2)
    crew.start()
    at_once(4, lambda number: store(database, diary, *range(number * 10, number * 10 + 10)))
    store(database, diary, "last", priority=Priority.low)
    assert done.wait(20)
    assert crew.stop(20)
    work_off(database, [diary.kind])
    assert sorted(map(str, diary.lines)) == sorted([*map(str, range(40)), "last"])
    assert all(job.attempts == 0 for job in jobs(database))


def test_a_crew_that_ends_gives_back_what_it_did_not_begin(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def prepare(_database: Database, _task: Task) -> None:
        begun.set()
        assert go_on.wait(20)

    diary = Diary()
    kind = Kind("diary", diary.write, prepare=prepare)
    store(database, diary, 1, 2, 3)
    crew = Crew(database, [kind], (), threads=1)
    crew.start()
    assert begun.wait(20)
    assert crew.stop(0.01) is False
    go_on.set()
    assert crew.stop(20)
    assert diary.lines == [1]
    assert [(job.lease_by, job.attempts) for job in jobs(database)[1:]] == [(None, 0), (None, 0)]


def test_a_slow_kind_does_not_hold_up_a_quick_one(database: Database) -> None:
    go_on, done = threading.Event(), threading.Event()
    slow, quick = Diary("slow"), Diary("quick")
    quick.fails = lambda _task: done.set()  # type: ignore[assignment, func-returns-value]
    kinds = [Kind("slow", slow.write, prepare=lambda _database, _task: go_on.wait(20)), quick.kind]
    crew = Crew(database, kinds, (), threads=1)
    crew.start()
    store(database, slow, *range(20), priority=Priority.urgent)
    store(database, quick, "point", priority=Priority.low)
    assert done.wait(20)
    go_on.set()
    assert crew.stop(20)


def test_a_lane_that_hangs_does_not_hold_up_another(database: Database) -> None:
    go_on, done = threading.Event(), threading.Event()
    abroad, letters = Diary("abroad"), Diary("letters")
    kinds = [
        Kind("abroad", abroad.write, prepare=lambda _database, _task: go_on.wait(20), lane="strangers"),
        Kind("letters", letters.write, prepare=lambda _database, _task: done.set()),
    ]
    crew = Crew(database, kinds, (), threads=1)
    crew.start()
    store(database, abroad, *range(5), priority=Priority.urgent)
    store(database, letters, "mail", priority=Priority.low)
    assert done.wait(20)
    go_on.set()
    assert crew.stop(20)
