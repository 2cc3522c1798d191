"""Killed again and again at any moment, the background work loses nothing and doubles nothing."""

from __future__ import annotations

import multiprocessing
import random
import time

import pytest
from sqlmodel import func, select

from opentribe.kit.counters.models import Number
from opentribe.kit.db import Database
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from tests.kit.jobs import labour

KILLS = 50
PROCESSES = multiprocessing.get_context("forkserver")  # what they import is imported once
PROCESSES.set_forkserver_preload([labour.__name__])


@pytest.mark.timeout(600)  # a busy machine begins fifty processes slowly
def test_fifty_kills_lose_nothing_and_double_nothing(database: Database) -> None:
    with database.write() as session:
        session.add_all([Number(name=name) for name in (labour.DEEDS, labour.EFFECTS, labour.TRIES)])
    url = database.url.render_as_string(hide_password=False)
    at_once = 1 if database.is_sqlite else 2
    running = [Labour(url) for _ in range(at_once)]
    for number in range(KILLS):
        running.pop(0).killed_after(random.randint(1, 5))
        if number < KILLS - at_once:
            running.append(Labour(url))
    assert not running
    time.sleep(labour.SHORT.total_seconds())
    work_off(database, labour.KINDS)
    with database.read() as session:
        books = dict(session.exec(select(Number.name, Number.value)).all())
        jobs = session.exec(select(func.count()).select_from(Job)).one()
        slow = session.exec(select(func.count()).where(Job.kind == "slow")).one()
        done = session.exec(select(func.count()).where(Job.done_at.is_not(None))).one()  # type: ignore[union-attr]
    assert books[labour.DEEDS] > KILLS
    assert books[labour.DEEDS] == jobs == done == books[labour.EFFECTS]
    assert books[labour.TRIES] >= slow  # what was cut off after its slow part has done that again


class Labour:
    """A process that works."""

    def __init__(self, url: str) -> None:
        self.hears, says = PROCESSES.Pipe(duplex=False)
        self.process = PROCESSES.Process(target=labour.labour, args=(url, says), daemon=True)
        self.process.start()
        says.close()

    def killed_after(self, deeds: int) -> None:
        """End it as a power cut would, at some moment after its next deeds."""
        for _ in range(deeds):
            assert self.hears.poll(60)
            self.hears.recv()
        time.sleep(random.uniform(0, 0.01))
        self.process.kill()
        self.process.join()
