"""Jobs are stored with the deed, done once by whoever takes them first, tried again, and given up in the end."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

from sqlmodel import Session, select

from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.jobs import leases
from opentribe.kit.jobs.kinds import GiveUp, Kind, Priority, Task
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.jobs.worker import Worker, work_off
from tests.conftest import count_statements
from tests.crowd import at_once
from tests.kit.jobs.diary import NOON, Diary, jobs, store


def test_a_deed_that_is_rolled_back_leaves_no_job(database: Database) -> None:
    diary = Diary()
    with contextlib.suppress(ZeroDivisionError), database.write() as session:
        enqueue(session, diary.kind, {"line": 1})
        session.flush()
        raise ZeroDivisionError
    with database.write() as session:
        enqueue(session, diary.kind, {"line": 2})
        with contextlib.suppress(ZeroDivisionError), session.begin_nested():
            enqueue(session, diary.kind, {"line": 3})
            raise ZeroDivisionError
    work_off(database, [diary.kind])
    assert diary.lines == [2]


def test_several_jobs_of_a_deed_are_one_insert(database: Database) -> None:
    with count_statements(database) as seen:
        store(database, Diary(), 1, 2, 3)
    assert len(seen) == 1


def test_the_urgent_go_first_then_what_is_due_longest(database: Database) -> None:
    diary = Diary()
    store(database, diary, *range(30), priority=Priority.low)
    store(database, diary, "late", run_at=NOON)
    store(database, diary, "early", run_at=NOON - timedelta(hours=1))
    store(database, diary, "now", priority=Priority.urgent)
    work_off(database, [diary.kind])
    assert diary.lines[:3] == ["now", "early", "late"]
    assert diary.lines[3:] == list(range(30))


def test_a_job_for_later_waits(database: Database) -> None:
    diary = Diary()
    with clock.at(NOON):
        store(database, diary, "tea", run_at=NOON + timedelta(hours=5))
        work_off(database, [diary.kind])
        assert diary.lines == []
        with database.read() as session:
            assert leases.seconds_until_next(session, {"diary"}, 1e9) == 5 * 3600
    with clock.at(NOON + timedelta(hours=5)):
        work_off(database, [diary.kind])
    assert diary.lines == ["tea"]


def test_one_key_is_one_job(database: Database) -> None:
    diary = Diary()

    def once(_number: int) -> bool:
        with database.write() as session:
            return enqueue(session, diary.kind, {"line": "once"}, dedupe_key="breakfast")

    assert sorted(map(str, at_once(8, once))) == ["False"] * 7 + ["True"]
    work_off(database, [diary.kind])
    assert diary.lines == ["once"]


def test_many_workers_do_each_job_once(database: Database) -> None:
    diary = Diary()
    store(database, diary, *range(100))
    at_once(6, lambda _number: work_off(database, [diary.kind]))
    assert sorted(diary.lines) == list(range(100))  # type: ignore[type-var]
    assert all(job.done_at and job.lease_by is None for job in jobs(database))


def test_two_workers_with_one_due_job_run_it_once(database: Database) -> None:
    for _ in range(10):
        diary = Diary()
        store(database, diary, "one")
        at_once(2, lambda _number, diary=diary: Worker(database, [diary.kind]).turn())
        assert diary.lines == ["one"]


def test_a_poisonous_job_is_tried_later_and_given_up_while_others_go_on(database: Database) -> None:
    diary = Diary()
    diary.fails = lambda task: ValueError("bitter") if task.payload["line"] == "poison" else None
    moment = NOON
    with clock.at(moment):
        store(database, diary, "a", "poison", "b")
        work_off(database, [diary.kind])
    # The portion was tried together, then one by one: what "a" wrote into the database the first time is gone.
    assert set(diary.lines) == {"a", "b"}
    tries = 1
    while (poison := next(job for job in jobs(database) if job.payload["line"] == "poison")).failed_at is None:
        assert poison.attempts == tries
        assert moment < poison.run_at <= moment + timedelta(hours=1)
        moment = poison.run_at
        with clock.at(moment):
            work_off(database, [diary.kind])
        tries += 1
    assert tries == poison.max_attempts == 8
    assert poison.last_error == "ValueError: bitter"
    assert timedelta(minutes=20) < moment - NOON < timedelta(hours=3)


def test_what_cannot_be_helped_is_given_up_at_once(database: Database) -> None:
    diary = Diary()
    diary.fails = lambda _task: GiveUp("gone")
    store(database, diary, "x")
    work_off(database, [diary.kind])
    assert jobs(database)[0].failed_at is not None


def test_a_worker_that_vanished_loses_its_lease_after_a_while(database: Database) -> None:
    diary = Diary(lease=timedelta(seconds=20))
    with clock.at(NOON):
        store(database, diary, 1, 2, 3)
        with database.write() as session:
            assert len(leases.take(session, {"diary": diary.kind}, "gone", 3)) == 3
        work_off(database, [diary.kind])
        assert diary.lines == []
    with clock.at(NOON + timedelta(seconds=21)):
        with database.write() as session:  # each alone: one of them may be what ended the worker
            assert len(leases.take(session, {"diary": diary.kind}, "also gone", 3)) == 1
        work_off(database, [diary.kind])
    assert sorted(diary.lines) == [2, 3]  # type: ignore[type-var]
    assert [job.attempts for job in jobs(database)] == [1, 1, 1]


def test_a_job_that_ends_every_worker_is_given_up(database: Database) -> None:
    diary = Diary()
    store(database, diary, "poison", "fine")
    moment = clock.now()
    for _ in range(20):
        moment += timedelta(minutes=1)
        with clock.at(moment), database.write() as session:
            tasks = leases.take(session, {"diary": diary.kind}, new_id().hex, 8)
            for task in tasks:
                if len(tasks) == 1 and task.payload["line"] == "fine":
                    leases.mark_done(session, task, jobs_lease(session, task))
    poison, fine = jobs(database)
    assert poison.failed_at is not None
    assert poison.last_error == leases.VANISHED
    assert fine.done_at is not None


def jobs_lease(session: Session, task: Task) -> str:
    """Who has it."""
    return str(session.exec(select(Job.lease_by).where(Job.id == task.id)).one())


def test_a_late_worker_cannot_finish_what_another_took_over(database: Database) -> None:
    slow, taken = Diary("slow"), threading.Event()

    def steal(_database: Database, task: Task) -> None:
        if not taken.is_set():
            taken.set()
            with clock.at(clock.now() + timedelta(minutes=5)):
                work_off(database, [kind])

    kind = Kind("slow", slow.write, prepare=steal)
    store(database, slow, "once")
    work_off(database, [kind])
    assert slow.lines == ["once"]
    assert jobs(database)[0].attempts == 1


def test_the_slow_part_holds_no_transaction(database: Database) -> None:
    diary = Diary()

    def prepare(opened: Database, task: Task) -> str:
        with opened.write() as session:  # on SQLite this would wait for ever if a transaction was open
            enqueue(session, "other", {})
        return f"prepared {task.payload['line']}"

    seen = []
    kind = Kind("diary", lambda _session, task: seen.append(task.prepared), prepare=prepare)
    store(database, diary, "mail")
    work_off(database, [kind])
    assert seen == ["prepared mail"]


def test_what_this_version_does_not_know_is_left_alone(database: Database) -> None:
    with database.write() as session:
        enqueue(session, "of-the-future", {})
    work_off(database, [Diary().kind])
    assert jobs(database)[0].done_at is None
    assert jobs(database)[0].lease_by is None
