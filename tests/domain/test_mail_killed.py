"""Killed in the middle of sending, again and again: every letter arrives, and whoever gets one twice can tell."""

from __future__ import annotations

import multiprocessing
import random
import time

import pytest
from sqlmodel import select

from opentribe.domain.auth.models import LoginToken, TokenPurpose
from opentribe.domain.links.commands import ask_for_link
from opentribe.domain.links.schemas import AskDraft
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.settings import get_settings
from tests.domain import mail_labour
from tests.domain.mailing import set_up
from tests.post_office import link_in, post_office

LETTERS, KILLS = 60, 12
PROCESSES = multiprocessing.get_context("forkserver")  # what they import is imported once
PROCESSES.set_forkserver_preload([mail_labour.__name__])


@pytest.mark.timeout(300)
def test_no_letter_is_lost_and_each_has_one_link(cast, monkeypatch) -> None:
    for _ in range(LETTERS):
        cast.do(cast.cleo, ask_for_link, AskDraft(email="ada@example.org"))
    where = cast.database.url.render_as_string(hide_password=False)
    with post_office() as (office, url):
        office.delay = 0.02
        given = (where, url, str(get_settings().data_dir))
        for number in range(KILLS):
            sender = PROCESSES.Process(target=mail_labour.send_all, args=given, daemon=True)
            sender.start()
            office.wait_for(min(LETTERS, (number + 1) * 3), seconds=60)
            time.sleep(random.uniform(0, 0.04))
            sender.kill()
            sender.join()
        office.delay = 0
        set_up(monkeypatch, url)
        time.sleep(mail_labour.QUICKLY.lease.total_seconds())
        work_off(cast.database, [mail_labour.QUICKLY])
    with cast.database.read() as session:
        jobs = session.exec(select(Job)).all()
        tokens = session.exec(select(LoginToken).where(LoginToken.purpose == TokenPurpose.magic_link)).all()
    assert {job.done_at is not None for job in jobs} == {True}
    assert {letter["Message-ID"] for letter in office.letters} == {f"<{job.id.hex}@tribe.example>" for job in jobs}
    assert len(office.letters) >= len(jobs) == LETTERS
    assert len(tokens) == LETTERS
    links = {(letter["Message-ID"], link_in(letter, "/enter/")) for letter in office.letters}
    assert len(links) == LETTERS
