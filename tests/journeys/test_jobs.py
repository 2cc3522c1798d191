"""The work in the background as its owner meets it: figures that keep up, another try, and what is let go."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from opentribe.kit import clock
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.models import Job
from tests.journeys.conftest import House
from tests.journeys.looking import check_looks, settle


def give_up(house: House, kind: str) -> None:
    """Leave a job behind that failed."""
    moment = clock.now()
    with house.database.write() as session:
        session.add(
            Job(
                id=new_id(),
                kind=kind,
                payload={},
                attempts=8,
                failed_at=moment,
                last_error="TemplateError: the letter has no heading",
                created_at=moment - timedelta(hours=2),
                run_at=moment,
            )
        )


def gauge(page: Page, name: str) -> Locator:
    """The figure under a name."""
    return page.locator(".gauge").filter(has_text=name).locator("dd")


def row(page: Page, title: str) -> Locator:
    """What failed, by its title."""
    return page.locator(".job-row").filter(has_text=title)


def test_what_failed_is_seen_at_once_tried_again_and_let_go(house):
    page = house.page(house.olu)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Background work").click()
    expect(page.get_by_text("Nothing failed")).to_be_visible()
    give_up(house, "render-again")
    give_up(house, "paint-the-fence")
    expect(gauge(page, "Failed")).to_have_text("2")
    expect(row(page, "Paint the fence")).to_contain_text("the letter has no heading")
    expect(row(page, "Paint the fence")).to_contain_text("after 8 tries")
    row(page, "Render again").get_by_role("button", name="Try again").click()
    expect(row(page, "Render again")).to_have_count(0)
    expect(gauge(page, "Failed")).to_have_text("1")
    row(page, "Paint the fence").get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Keep it").click()
    row(page, "Paint the fence").get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("Nothing failed")).to_be_visible()
    with house.database.read() as session:
        assert session.exec(select(Job.id).where(Job.kind == "paint-the-fence")).all() == []


def test_all_are_tried_again_together(house):
    for _ in range(23):
        give_up(house, "render-again")
    page = house.page(house.olu)
    page.goto("/jobs")
    expect(row(page, "Render again")).to_have_count(20)
    page.get_by_role("button", name="Show older ones").scroll_into_view_if_needed()
    expect(row(page, "Render again")).to_have_count(23)
    page.get_by_role("button", name="Try all again").click()
    page.get_by_role("dialog").get_by_role("button", name="Try all again").click()
    expect(page.get_by_text("23 are tried again now.")).to_be_visible()
    expect(gauge(page, "Failed")).to_have_text("0")
    expect(gauge(page, "Oldest due")).to_have_text(re.compile("None|second"))


def test_the_page_can_be_used_by_everyone(house):
    give_up(house, "paint-the-fence")
    page = house.page(house.olu, reduced_motion="reduce")
    page.goto("/jobs")
    expect(row(page, "Paint the fence").first).to_be_visible()
    settle(page)
    check_looks(page, "jobs", full_page=True)
    with house.database.write() as session:
        for job in session.exec(select(Job).where(Job.kind == "paint-the-fence")):
            session.delete(job)


def test_for_members_it_is_not_there(house):
    page = house.page(house.member())
    page.goto("/jobs")
    expect(page.get_by_text("We cannot find this page")).to_be_visible()
