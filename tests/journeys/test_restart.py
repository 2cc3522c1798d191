"""The server ends and comes back while pages are open: people go on where they were."""

from __future__ import annotations

from playwright.sync_api import expect

from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.db import Database
from tests.journeys.conftest import House
from tests.server import RunningApp


def test_an_open_page_survives_a_killed_server(browser, tmp_path):
    first = RunningApp(tmp_path / "data")
    first.wait_until_answering()
    database = Database(f"sqlite:///{tmp_path / 'data' / 'opentribe.db'}")
    house = House(first, browser, database)
    space = house.do(house.olu, create_space, SpaceDraft(name="General"))
    house.do(house.olu, publish, PostDraft(space_id=space.id, title="Still here", content="words"))
    ada = house.member()
    page = house.page(ada)
    page.goto("/spaces/general")
    expect(page.locator(".post")).to_have_count(1)
    page.get_by_role("button", name="Share something").click()
    page.get_by_label("What is on your mind?").fill("written while it was away")
    first.kill9()
    expect(page.locator(".banner")).to_be_visible()
    second = RunningApp(tmp_path / "data", PORT=str(first.port))
    try:
        second.wait_until_answering()
        expect(page.locator(".banner")).to_have_count(0, timeout=20_000)
        expect(page.get_by_label("What is on your mind?")).to_have_text("written while it was away")
        page.get_by_role("button", name="Post", exact=True).click()
        expect(page.locator(".post")).to_have_count(2)
        page.locator(".post").last.get_by_role("button", name="Like this post").click()
        expect(page.get_by_role("button", name="Unlike this post, 1 like")).to_be_visible()
    finally:
        page.context.close()
        database.close()
        second.stop()
