"""Webhooks as their keepers meet them: made, tried, mended, ended."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.domain.webhooks.commands import add_webhook
from opentribe.domain.webhooks.schemas import WebhookDraft
from opentribe.domain.webhooks.signing import signature
from opentribe.kit.ids import new_id
from tests.domain.hooking import a_receiver
from tests.journeys.conftest import House
from tests.journeys.looking import check_looks, settle
from tests.receiver import Receiver


@pytest.fixture
def there(monkeypatch):
    """A program that listens; what is done behind the browsers' backs is told to it as well."""
    with a_receiver(monkeypatch) as made:
        yield made


def bot_page(house: House, who) -> tuple[Page, UUID]:
    """The page of a fresh bot of somebody's."""
    bot = house.do(who, create_identity, IdentityDraft(name=f"Herald of {house.handle(who)}"))
    page = house.page(who)
    page.goto(f"/identities/{bot}")
    return page, bot


def row(page: Page, there: Receiver) -> Locator:
    """The webhook in the list."""
    return page.locator("section .hook-row").filter(has_text=there.url)


def test_a_webhook_is_made_tried_and_hears_what_happens(house, there):
    ada = house.member("ada")
    page, _ = bot_page(house, ada)
    expect(page.get_by_text("No webhooks yet")).to_be_visible()
    page.get_by_role("button", name="New webhook").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Address").fill("http://10.0.0.1/hook")
    form.get_by_role("button", name="Make the webhook").click()
    expect(form.get_by_text("is inside our own network")).to_be_visible()
    form.get_by_label("Address").fill(there.url)
    form.get_by_label("Mentions").uncheck()
    form.get_by_role("button", name="Make the webhook").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    secret = page.locator(".once pre").first.inner_text()
    row(page, there).get_by_role("button", name="Send a test").click()
    log = page.get_by_role("dialog")
    expect(log.get_by_text("Taken")).to_be_visible()
    expect(log.get_by_text("Fine")).to_be_visible()
    headers, body = there.came[0]
    assert headers["OpenTribe-Signature"] == f"sha256={signature(secret, int(headers['OpenTribe-Timestamp']), body)}"
    space = house.do(house.olu, create_space, SpaceDraft(name=f"Heard {new_id().hex[-6:]}"))
    house.do(house.olu, publish, PostDraft(space_id=space.id, content="Listen"))
    expect(log.get_by_text("post.created")).to_be_visible()
    expect(log.get_by_text("Taken")).to_have_count(2)
    assert json.loads(there.came[1][1])["data"]["post"]["content"] == "Listen"
    log.get_by_role("button", name="Send again: post.created").click()
    expect(log.get_by_text("Taken")).to_have_count(2)
    page.keyboard.press("Escape")
    page.reload()
    expect(row(page, there)).to_contain_text("last taken")
    expect(page.get_by_text("Copy it now")).to_have_count(0)


def test_a_webhook_is_changed_switched_off_and_deleted(house, there):
    page, _ = bot_page(house, house.member("ada"))
    page.get_by_role("button", name="New webhook").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Address").fill(there.url)
    form.get_by_role("button", name="Make the webhook").click()
    hook = row(page, there)
    expect(hook.get_by_text("On", exact=True)).to_be_visible()
    hook.get_by_role("button", name="Change").click()
    expect(form.get_by_label("Address")).to_have_value(there.url)
    form.get_by_label("New posts").uncheck()
    form.get_by_role("button", name="Save").click()
    expect(hook.get_by_text("post.created")).to_have_count(0)
    expect(hook.get_by_text("comment.created")).to_be_visible()
    hook.get_by_role("button", name="Switch off").click()
    expect(hook.get_by_text("You switched it off.")).to_be_visible()
    hook.get_by_role("button", name="Switch on").click()
    expect(hook.get_by_text("On", exact=True)).to_be_visible()
    hook.get_by_role("button", name="New secret").click()
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.locator(".once pre").last).to_contain_text("whsec_")
    hook.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").last.click()
    expect(page.get_by_text("No webhooks yet")).to_be_visible()


def test_the_page_and_the_log_can_be_used_by_everyone(house, there):
    there.mood = "500"
    house.do(house.olu, add_webhook, WebhookDraft(url=f"{there.url}/looks", on_post=True, on_mention=True))
    page = house.page(house.olu, reduced_motion="reduce")
    page.goto("/webhooks")
    expect(row(page, there)).to_be_visible()
    settle(page)
    check_looks(page, "webhooks")
    row(page, there).get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("dialog").get_by_text("Failed")).to_be_visible()
    check_looks(page, "webhook-log")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New webhook").click()
    expect(page.get_by_role("dialog").get_by_label("Address")).to_be_visible()
    check_looks(page, "webhook-form")
    page.keyboard.press("Escape")
    row(page, there).get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(row(page, there)).to_have_count(0)
