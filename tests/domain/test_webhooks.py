"""Webhooks: each thing told once to whoever may see it, in the API's shapes and signed."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from sqlmodel import func, select

from opentribe.domain.identities.commands import create_identity, delete_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.moderation.commands import ban_member
from opentribe.domain.posts.commands import comment, publish, remove_post
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.webhooks.commands import (
    add_webhook,
    change_webhook,
    delete_webhook,
    resend,
    rotate_secret,
    send_test,
    switch_webhook,
)
from opentribe.domain.webhooks.delivering import sweep_deliveries
from opentribe.domain.webhooks.models import Webhook, WebhookDelivery
from opentribe.domain.webhooks.queries import list_deliveries, list_webhooks
from opentribe.domain.webhooks.schemas import WebhookDraft
from opentribe.domain.webhooks.signing import signature
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Forbidden, Invalid, NotFound, SignInNeeded
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS
from tests.cast import Cast
from tests.crowd import at_once
from tests.domain.hooking import ALL, bot_of, hook_on_posts, log_of, told
from tests.receiver import Receiver


def test_posts_comments_and_mentions_are_told_in_the_shapes_of_the_api(cast: Cast, there: Receiver) -> None:
    made = cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, **ALL))
    space = cast.space()
    post = cast.post(cast.ada, space, "Hello @ben", title="Morning")
    reply = cast.do(cast.ben, comment, CommentDraft(post_id=post, content="Hello to you"))
    work_off(cast.database, KINDS)
    by_event = {each["event"]: each for each in told(there)}
    assert sorted(by_event) == ["comment.created", "mention", "post.created"]
    shown = by_event["post.created"]["data"]["post"]
    assert (shown["id"], shown["title"], shown["author"]["handle"], shown["space"]["name"]) == (
        str(post), "Morning", "ada", "general",
    )  # fmt: skip
    assert by_event["comment.created"]["data"]["comment"]["id"] == str(reply)
    assert by_event["mention"]["data"]["mentioned"] == "ben"
    for headers, body in there.came:
        stamp = int(headers["OpenTribe-Timestamp"])
        assert abs(stamp - time.time()) < 60
        assert headers["OpenTribe-Signature"] == f"sha256={signature(made.secret, stamp, body)}"
        assert headers["OpenTribe-Id"] == json.loads(body)["id"]
        assert headers["OpenTribe-Event"] == json.loads(body)["event"]
    log = log_of(cast, cast.olu, made.webhook_id)
    assert {(each.outcome, each.status, each.said, each.attempts) for each in log} == {("delivered", 200, "Fine", 1)}
    assert cast.do(cast.olu, list_webhooks)[0].delivered_at is not None


def test_a_bot_hears_what_it_may_see_and_not_itself(cast: Cast, there: Receiver) -> None:
    bot, pen = bot_of(cast, cast.ada), cast.do(cast.ada, create_identity, IdentityDraft(name="Quill", is_bot=False))
    hook = cast.do(cast.ada, add_webhook, WebhookDraft(url=there.url, **ALL), bot).webhook_id
    with pytest.raises(Forbidden):
        cast.do(cast.ada, add_webhook, WebhookDraft(url=there.url, **ALL), pen)
    for kind in ("secret", "paid"):
        cast.post(cast.olu, cast.space(kind, visibility=kind), f"In {kind} @ada")
    cast.post(cast.olu, cast.space("People", bots_allowed=False), "No bots @ada")
    members = cast.space("Members", visibility="members")
    cast.post(cast.olu, members, "For members @ada and @ben")
    cast.do(cast.ada, publish, PostDraft(space_id=members, content="From the bot", identity_id=bot))
    gone = cast.post(cast.ben, members, "Taken back")
    cast.do(cast.ben, remove_post, gone)
    work_off(cast.database, KINDS)
    assert sorted((each["event"], each["data"]["post"]["content"]) for each in told(there)) == [
        ("mention", "For members @ada and @ben"),
        ("post.created", "For members @ada and @ben"),
    ]
    assert [each["data"]["mentioned"] for each in told(there) if each["event"] == "mention"] == ["ada"]
    assert len(log_of(cast, cast.ada, hook)) == 2  # of the rest not even a row


@pytest.mark.parametrize("end", ["delete", "ban"])
def test_without_its_bot_or_member_a_webhook_hears_nothing(cast: Cast, there: Receiver, end: str) -> None:
    bot = bot_of(cast, cast.ada)
    cast.do(cast.ada, add_webhook, WebhookDraft(url=there.url, **ALL), bot)
    if end == "delete":
        cast.do(cast.ada, delete_identity, bot)
    else:
        cast.do(cast.mo, ban_member, cast.user_id("ada"))
    cast.post(cast.ben, cast.space())
    work_off(cast.database, KINDS)
    assert there.came == []


def test_each_thing_is_told_once_however_often_it_is_heard(cast: Cast, there: Receiver) -> None:
    hook_on_posts(cast, there)
    cast.post(cast.ada, cast.space())
    with cast.database.write() as session:
        [heard] = session.exec(select(Job).where(Job.kind == "webhooks")).all()
        session.add_all(Job(kind="webhooks", payload=heard.payload, priority=200) for _ in range(3))
    at_once(4, lambda _: work_off(cast.database, KINDS))
    with cast.database.read() as session:
        assert session.exec(select(func.count()).select_from(WebhookDelivery)).one() == 1
    assert len(there.came) == 1


def test_without_webhooks_no_job_is_stored(cast: Cast, there: Receiver) -> None:
    cast.post(cast.ada, cast.space(), "Hello @ben")
    with cast.database.read() as session:
        assert session.exec(select(Job).where(Job.kind == "webhooks")).all() == []


def test_a_new_secret_signs_beside_the_old_one_for_a_day(cast: Cast, there: Receiver, later) -> None:
    first = cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, **ALL))
    second = cast.do(cast.olu, rotate_secret, first.webhook_id)
    for _ in range(2):
        cast.do(cast.olu, send_test, first.webhook_id)
        work_off(cast.database, KINDS)
        later(hours=25)
    (headers, body), (late, late_body) = there.came
    stamp = int(headers["OpenTribe-Timestamp"])
    both = [f"sha256={signature(each.secret, stamp, body)}" for each in (second, first)]
    assert headers["OpenTribe-Signature"].split(",") == both
    stamp = int(late["OpenTribe-Timestamp"])
    assert late["OpenTribe-Signature"] == f"sha256={signature(second.secret, stamp, late_body)}"


def test_a_dump_and_the_log_hold_no_secret(cast: Cast, there: Receiver, caplog) -> None:
    made = cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, **ALL))
    again = cast.do(cast.olu, rotate_secret, made.webhook_id)
    there.mood = "500"
    cast.do(cast.olu, send_test, made.webhook_id)
    work_off(cast.database, KINDS)
    with cast.database.read() as session:
        dump = repr([session.exec(select(table)).all() for table in (Webhook, WebhookDelivery, Job)])
    for secret in (made.secret, again.secret):
        assert secret.startswith("whsec_")
        assert secret[-12:] not in dump + caplog.text


def test_drafts_are_refused_by_field(cast: Cast, there: Receiver) -> None:
    with pytest.raises(Invalid) as refused:
        cast.do(cast.olu, add_webhook, WebhookDraft(url="ftp://x.example"))
    assert set(refused.value.fields) == {"url", "events"}
    for _ in range(5):
        cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, on_post=True))
    with pytest.raises(Conflict):
        cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, on_post=True))


def test_others_find_nothing(cast: Cast, there: Receiver) -> None:
    bot = bot_of(cast, cast.ada)
    hers = cast.do(cast.ada, add_webhook, WebhookDraft(url=there.url, **ALL), bot).webhook_id
    ours = cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, **ALL)).webhook_id
    cast.do(cast.ada, send_test, hers)
    sent = log_of(cast, cast.ada, hers)[0].id
    draft = WebhookDraft(url=there.url, **ALL)
    for who, hook in ((cast.ben, hers), (cast.olu, hers), (cast.mo, ours), (cast.ada, ours), (cast.ada, new_id())):
        for verb, given in (
            (change_webhook, (draft,)), (switch_webhook, (False,)), (rotate_secret, ()), (send_test, ()),
            (delete_webhook, ()), (list_deliveries, ()),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                cast.do(who, verb, hook, *given)
    for who in (cast.ben, cast.olu):
        for verb, given in ((resend, (sent,)), (list_webhooks, (bot,)), (add_webhook, (draft, bot))):
            with pytest.raises(NotFound):
                cast.do(who, verb, *given)
    for verb, given in ((list_webhooks, ()), (add_webhook, (draft,))):
        with pytest.raises(NotFound):
            cast.do(cast.mo, verb, *given)
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, verb, *given)


def test_the_log_is_kept_for_a_week_and_goes_with_its_webhook(cast: Cast, there: Receiver) -> None:
    hook = cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, **ALL)).webhook_id
    for _ in range(23):
        cast.do(cast.olu, send_test, hook)
    page = cast.do(cast.olu, list_deliveries, hook)
    rest = cast.do(cast.olu, list_deliveries, hook, page.next_cursor)
    assert (len(page.items), len(rest.items), rest.next_cursor) == (20, 3, "")
    with clock.at(clock.now() + timedelta(days=8)), cast.database.write() as session:
        assert not sweep_deliveries(session)
    assert log_of(cast, cast.olu, hook) == []
    cast.do(cast.olu, send_test, hook)
    cast.do(cast.olu, delete_webhook, hook)
    with cast.database.read() as session:
        assert session.exec(select(WebhookDelivery)).all() == []
