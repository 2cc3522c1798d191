"""Webhooks whose receivers refuse, hang, flood, lead elsewhere or are gone: tried again, and given up in the open."""

from __future__ import annotations

import multiprocessing
import time

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from opentribe.domain.posts.commands import remove_post
from opentribe.domain.webhooks import delivering
from opentribe.domain.webhooks.commands import change_webhook, resend, send_test, switch_webhook
from opentribe.domain.webhooks.delivering import DELIVER
from opentribe.domain.webhooks.queries import list_webhooks
from opentribe.domain.webhooks.schemas import WebhookDraft
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.settings import get_settings
from opentribe.wiring import KINDS
from tests.cast import Cast
from tests.crowd import at_once
from tests.domain import webhook_labour
from tests.domain.hooking import hook_on_posts, log_of
from tests.receiver import Receiver

real = delivering.post


def test_what_is_taken_back_before_it_is_sent_again_is_not_sent(cast: Cast, there: Receiver, later) -> None:
    hook = hook_on_posts(cast, there)
    there.mood = "500"
    post = cast.post(cast.ada, cast.space())
    work_off(cast.database, KINDS)
    cast.do(cast.ada, remove_post, post)
    later(minutes=1)
    work_off(cast.database, KINDS)
    assert len(there.came) == 1
    assert log_of(cast, cast.olu, hook)[0].outcome == "dropped"


@pytest.mark.parametrize("mood", ["500", "302", "garbage", "hang", "flood"])
def test_what_is_not_taken_is_tried_again_with_the_same_id(
    cast: Cast, there: Receiver, monkeypatch, later, mood
) -> None:
    monkeypatch.setattr(delivering, "post", lambda *given: real(*given, seconds=0.4))
    hook = hook_on_posts(cast, there)
    cast.post(cast.ada, cast.space())
    there.mood, there.elsewhere = mood, there.url
    work_off(cast.database, KINDS)
    first = log_of(cast, cast.olu, hook)[0]
    if mood == "flood":  # the beginning of an answer is an answer
        assert (first.outcome, len(first.said)) == ("delivered", delivering.SAID_AT_MOST)
        return
    assert (first.outcome, first.attempts) == ("waiting", 1)
    assert first.said
    assert first.run_at is not None
    there.mood = "200"
    later(minutes=1)
    work_off(cast.database, KINDS)
    assert len(set(there.ids())) == 1
    assert len(there.came) == 2
    assert (log_of(cast, cast.olu, hook)[0].outcome, cast.do(cast.olu, list_webhooks)[0].is_failing) == (
        "delivered", False,
    )  # fmt: skip


def test_a_name_that_leads_inside_is_not_asked(cast: Cast, there: Receiver, monkeypatch) -> None:
    hook = hook_on_posts(cast, there)
    monkeypatch.setattr(get_settings(), "outgoing_allow", "")
    cast.do(cast.olu, send_test, hook)
    work_off(cast.database, KINDS)
    assert there.came == []
    assert "inside our own network" in log_of(cast, cast.olu, hook)[0].said
    with pytest.raises(Invalid, match="inside our own network"):
        cast.do(cast.olu, change_webhook, hook, WebhookDraft(url=there.url, on_post=True))


def test_an_address_that_fails_has_a_rest_and_is_switched_off_with_a_letter(
    cast: Cast, there: Receiver, later, office
) -> None:
    hook = hook_on_posts(cast, there)
    there.mood, space = "500", cast.space()
    for _ in range(6):
        cast.post(cast.ada, space)
    work_off(cast.database, KINDS)
    assert len(there.came) == delivering.RESTS_AFTER  # the others wait for it
    for _ in range(4):
        later(days=1)
        work_off(cast.database, KINDS)
    [card] = cast.do(cast.olu, list_webhooks)
    assert not card.is_on
    assert "three days" in card.disabled_reason
    assert {each.outcome for each in log_of(cast, cast.olu, hook)} <= {"failed", "dropped"}
    letters = [
        letter for letter in office.letters if letter["To"] == "olu@example.org" and "webhook" in letter["Subject"]
    ]
    assert len(letters) == 1
    came = len(there.came)
    cast.post(cast.ada, space)
    work_off(cast.database, KINDS)
    assert len(there.came) == came
    there.mood = "200"
    missed = log_of(cast, cast.olu, hook)[0].id
    with pytest.raises(Conflict):
        cast.do(cast.olu, resend, missed)
    cast.do(cast.olu, switch_webhook, hook, True)
    cast.do(cast.olu, resend, missed)
    work_off(cast.database, KINDS)
    assert there.ids()[-1] == str(missed)
    assert next(each for each in log_of(cast, cast.olu, hook) if each.id == missed).outcome == "delivered"


def test_after_eight_tries_a_delivery_is_given_up_and_can_be_sent_again(cast: Cast, there: Receiver, later) -> None:
    hook = hook_on_posts(cast, there)
    there.mood = "503"
    cast.post(cast.ada, cast.space())
    for _ in range(10):
        work_off(cast.database, KINDS)
        later(hours=1)
        with cast.database.write() as session:  # as if the pauses were shorter than three days together
            session.connection().execute(update(Job).where(col(Job.kind) == "webhook").values(run_at=clock.now()))
    [delivery] = log_of(cast, cast.olu, hook)
    assert (delivery.outcome, delivery.attempts, len(there.came)) == ("failed", 8, 8)
    assert at_once(2, lambda _: cast.do(cast.olu, resend, delivery.id)) == [None, None]
    work_off(cast.database, KINDS)
    assert (len(there.came), log_of(cast, cast.olu, hook)[0].attempts) == (9, 1)
    there.mood = "200"
    cast.do(cast.olu, resend, delivery.id)
    work_off(cast.database, KINDS)
    assert len(there.came) == 10
    assert log_of(cast, cast.olu, hook)[0].outcome == "delivered"


def test_one_that_is_gone_is_not_asked_again(cast: Cast, there: Receiver) -> None:
    hook_on_posts(cast, there)
    there.mood = "410"
    cast.post(cast.ada, cast.space())
    work_off(cast.database, KINDS)
    assert not cast.do(cast.olu, list_webhooks)[0].is_on


@pytest.mark.timeout(120)
def test_killed_while_it_sends_nothing_is_lost(cast: Cast, there: Receiver) -> None:
    """Every delivery arrives, some twice with one id, and its row says once that it did."""
    hook = hook_on_posts(cast, there)
    space = cast.space()
    for _ in range(18):
        cast.post(cast.ada, space)
    work_off(cast.database, [kind for kind in KINDS if kind is not DELIVER])
    where = cast.database.url.render_as_string(hide_password=False)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([webhook_labour.__name__])
    for number in range(4):
        sender = processes.Process(
            target=webhook_labour.send_all, args=(where, str(get_settings().data_dir)), daemon=True
        )
        sender.start()
        deadline = time.monotonic() + 30
        while len(there.came) < (number + 1) * 3 and time.monotonic() < deadline:
            time.sleep(0.005)
        sender.kill()
        sender.join()
    time.sleep(webhook_labour.QUICKLY.lease.total_seconds())
    work_off(cast.database, [webhook_labour.QUICKLY])
    log = log_of(cast, cast.olu, hook)
    assert (len(log), {each.outcome for each in log}) == (18, {"delivered"})
    assert set(there.ids()) == {str(each.id) for each in log}
    with cast.database.read() as session:
        assert session.exec(select(func.count()).where(col(Job.done_at).is_(None))).one() == 0
