"""Keeping a member out and letting them back in: what the one who decides sees, and what it ends."""

from __future__ import annotations

import urllib.error

import pytest
from playwright.sync_api import expect

from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.cast import PASSWORD
from tests.journeys.test_bots import Robot


def test_a_ban_ends_everything_at_once_and_can_be_lifted(house):
    name = f"Ban {new_id().hex[-6:]}"
    space = house.do(house.olu, create_space, SpaceDraft(name=name, visibility="public", bots_allowed=True))
    ada = house.member("ada")
    bot, handle = Robot(house, ada), house.handle(ada)
    bot.say("/posts", submolt=space.slug, title="Before", content="A word.")
    hers, page = house.page(ada), house.page(house.olu)
    found = complaints(page)
    hers.goto("/")
    expect(hers.get_by_role("button", name="Your account")).to_be_visible()
    page.goto(f"/members/{handle}")

    page.get_by_role("button", name="Ban", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Ban {handle.title()}?")
    expect(dialog).to_contain_text("every key of their bots ends at once")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name="Ban", exact=True).click()
    dialog.get_by_role("button", name="Ban", exact=True).click()
    expect(page.locator(".member-ban")).to_contain_text("Banned")
    page.reload()
    expect(page.locator(".member-ban")).to_contain_text("Banned")

    hers.reload()
    expect(hers.get_by_role("link", name="Sign in").first).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="403"):
        bot.say("/posts", submolt=space.slug, title="After", content="No more.")
    hers.goto("/sign-in")
    hers.get_by_label("E-mail").fill(f"{handle}@example.org")
    hers.get_by_label("Password", exact=True).fill(PASSWORD)
    hers.get_by_role("button", name="Sign in", exact=True).click()
    expect(hers.get_by_text("closed").first).to_be_visible()

    page.get_by_role("button", name="Lift the ban").click()
    expect(page.get_by_role("button", name="Ban", exact=True)).to_be_visible()
    hers.get_by_role("button", name="Sign in", exact=True).click()
    expect(hers.get_by_role("button", name="Your account")).to_be_visible()
    assert found == []
