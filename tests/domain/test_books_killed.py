"""Killed fifty times at any moment, workers leave books that tell what was done: no point twice, no letter lost."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from opentribe.domain.gamification import levelling
from opentribe.domain.gamification.commands import set_levels
from opentribe.domain.gamification.models import PointEntry
from opentribe.domain.gamification.queries import get_releveling
from opentribe.domain.notifications import commands
from opentribe.domain.notifications.models import NotificationType
from opentribe.domain.notifications.schemas import Channels, Digest, Preferences
from opentribe.domain.notifications.telling import SINGLE
from opentribe.domain.posts.commands import like_post
from opentribe.kit import clock
from opentribe.kit.facts import connect
from opentribe.kit.jobs import outbox
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.settings import get_settings
from opentribe.wiring import REACTIONS
from tests.books import COMMENT, LIKE, NOON, POST, comment, points, post
from tests.cast import Cast
from tests.domain import book_labour
from tests.domain.bells import agree
from tests.domain.mailing import confirm, set_up
from tests.levels import THREE, draft_of, levels_of
from tests.post_office import post_office

KILLS = 50
PROCESSES = multiprocessing.get_context("forkserver")  # what they import is imported once
PROCESSES.set_forkserver_preload([book_labour.__name__])


@pytest.fixture(autouse=True)
def wired(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    for module, name in ((outbox, "ATTEMPTS"), (levelling, "RELEVEL")):
        monkeypatch.setattr(module, name, getattr(module, name))  # as it was, after the test
    book_labour.be_patient()
    yield
    connect({})


def work_until_killed(*given: str) -> None:
    """Let a process work, and end it as a power cut would, at some moment in or after one of its transactions."""
    hears, tells = PROCESSES.Pipe(duplex=False)
    worker = PROCESSES.Process(target=book_labour.keep_books, args=(*given, tells), daemon=True)
    worker.start()
    tells.close()
    for _ in range(random.randint(3, 16)):
        if not hears.poll(2):
            break  # all is done
        hears.recv()
    time.sleep(random.uniform(0, 0.002))
    worker.kill()
    worker.join()


@pytest.mark.timeout(600)  # a busy machine begins fifty processes slowly
def test_fifty_kills_leave_each_deed_its_points_and_its_letter(cast: Cast, monkeypatch) -> None:
    space = cast.space()
    mail_alone = {NotificationType.badge: Channels(mail=False), NotificationType.level_up: Channels(mail=False)}
    cast.do(cast.ada, commands.set_preferences, Preferences(digest=Digest.immediate, kinds=mail_alone))
    where, data_dir = cast.database.url.render_as_string(hide_password=False), str(get_settings().data_dir)
    with post_office() as (office, url):
        set_up(monkeypatch, url)
        confirm(cast, office, cast.ada)
        office.letters.clear()
        for day in range(KILLS):
            with clock.at(NOON + timedelta(days=day)):
                post_id = post(cast, cast.ada, space)
                cast.do(cast.ben, like_post, post_id)
                comment(cast, cast.ben, post_id)
            if day in {10, 30}:
                cast.do(cast.olu, set_levels, draft_of(cast, (THREE[0], ("Sprout", day, "#445566"), THREE[2])))
            work_until_killed(where, url, data_dir)
        time.sleep(book_labour.SHORT.total_seconds())
        work_off(cast.database, book_labour.QUICKLY)
    assert points(cast, "ada") == KILLS * (POST + LIKE)
    assert points(cast, "ben") == KILLS * COMMENT
    with cast.database.read() as session:
        assert len(session.exec(select(PointEntry)).all()) == 3 * KILLS
        jobs = session.exec(select(Job).where(Job.kind == "mail")).all()
    mails = {job.id.hex for job in jobs if job.payload["letter"] == SINGLE}
    assert {letter["Message-ID"] for letter in office.letters} == {f"<{mail}@tribe.example>" for mail in mails}
    assert len(office.letters) >= len(mails) == KILLS
    assert not cast.do(cast.olu, get_releveling).is_running
    assert levels_of(cast)["ada"] == 3
    assert levels_of(cast)["ben"] == 3
    agree(cast)
