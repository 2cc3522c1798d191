"""The bell counts what happens around a member, in every tab of theirs, and leads to where it happened."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.notifications.queries import list_notifications
from opentribe.domain.posts.commands import comment, like_post, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.facts import connect
from opentribe.wiring import REACTIONS
from tests.journeys.conftest import PHONE
from tests.journeys.looking import check_looks, settle

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def wired(post):
    """What is done behind the browser's back once there is a post has its consequences too: the server's workers."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def ben(house):
    return house.member("ben")


@pytest.fixture
def post(house, ben):
    space = house.do(house.olu, create_space, SpaceDraft(name=f"Bells {next(_numbers)}"))
    return house.do(ben, publish, PostDraft(space_id=space.id, title="How thin?", content="Can a drawer side be"))


def bell(page, count: int):
    """The bell as it says how many are unread."""
    return page.get_by_role("link", name=f"Notifications, {count} unread" if count else "Notifications", exact=True)


def test_a_comment_rings_and_a_click_leads_to_it(house, ben, post):
    ada = house.member("ada")
    reader, other = house.page(ben), house.page(ben)
    for page in (reader, other):
        page.goto("/account")
        expect(bell(page, 0)).to_be_visible()
    writer = house.page(ada)
    writer.goto(f"/posts/{post}")
    writer.get_by_placeholder("Write a comment").click()
    expect(writer.locator(".ProseMirror")).to_be_visible()
    writer.get_by_label("Write a comment").fill("Six millimetres held for years")
    writer.get_by_role("button", name="Comment", exact=True).click()
    for page in (reader, other):
        expect(bell(page, 1)).to_be_visible()
    bell(reader, 1).click()
    line = reader.locator(".note")
    expect(line).to_contain_text("commented on “How thin?”")
    expect(line).to_contain_text("Six millimetres held for years")
    line.get_by_role("link").click()
    expect(reader).to_have_url(re.compile(rf"/posts/{post}\?comment="))
    expect(reader.locator("[id^=comment-]").filter(has_text="Six millimetres")).to_be_focused()
    for page in (reader, other):
        expect(bell(page, 0)).to_be_visible()
    house.do(ada, comment, CommentDraft(post_id=post, content="And four did not"))
    for page in (reader, other):
        expect(bell(page, 1)).to_be_visible()
    reader.goto(f"/posts/{post}")  # whichever way one comes there, one has read it
    for page in (reader, other):
        expect(bell(page, 0)).to_be_visible()


def test_lines_are_marked_deleted_and_brought_back(house, ben, post):
    for name in ("ada", "mo", "cleo"):
        house.do(house.member(name), like_post, post)
    house.until(lambda: [line.others for line in house.do(ben, list_notifications).items] == [2])
    page, other = house.page(ben), house.page(ben)
    other.goto("/account")
    expect(bell(other, 1)).to_be_visible()
    other.goto("/notifications")
    page.goto("/notifications")
    line = page.locator(".note")
    expect(line).to_contain_text("and 2 others liked your post “How thin?”")
    line.get_by_role("button", name="Mark as read").click()
    expect(bell(page, 0)).to_be_visible()
    expect(other.get_by_role("button", name="Mark as unread")).to_be_visible()
    line.get_by_role("button", name="Mark as unread").click()
    expect(bell(other, 1)).to_be_visible()
    house.do(house.member("eve"), comment, CommentDraft(post_id=post, content="And I"))
    expect(bell(page, 2)).to_be_visible()
    page.get_by_role("button", name="Show new notifications").click()
    expect(line).to_have_count(2)
    page.get_by_role("link", name="Likes").click()
    expect(line).to_have_count(1)
    line.get_by_role("button", name="Delete").click()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)
    page.get_by_role("link", name="All", exact=True).click()
    page.get_by_role("button", name="Mark all as read").click()
    expect(bell(page, 0)).to_be_visible()
    page.get_by_role("link", name="Unread", exact=True).click()
    expect(page.get_by_role("heading", name="You have read everything")).to_be_visible()


def test_what_one_hears_of_is_chosen_and_kept(house, ben):
    page = house.page(ben, timezone_id="Asia/Kolkata")
    page.goto("/notifications")
    page.get_by_role("link", name="What you hear of").click()
    expect(page.get_by_label("Time zone")).to_have_value(re.compile("Asia/(Kolkata|Calcutta)"))
    page.get_by_label("Here: Likes").uncheck()
    page.get_by_label("By mail: New followers").uncheck()
    page.get_by_text("Once a week").click()
    page.get_by_label("Hour").select_option("17")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Hour")).to_have_value("17")
    expect(page.get_by_label("Time zone")).to_have_value(re.compile("Asia/(Kolkata|Calcutta)"))
    expect(page.get_by_label("Here: Likes")).not_to_be_checked()
    expect(page.get_by_label("By mail: New followers")).not_to_be_checked()
    expect(page.get_by_label("Here: New followers")).to_be_checked()
    expect(page.get_by_role("radio", name="Once a week")).to_be_checked()


def test_the_list_can_be_used_by_everyone(house, ben, post):
    for name in ("ada", "mo"):
        who = house.member(name)
        house.do(who, like_post, post)
        house.do(who, comment, CommentDraft(post_id=post, content="Six millimetres held for years, " * 6))
    page = house.page(ben, reduced_motion="reduce")
    page.goto("/account")
    expect(bell(page, 2)).to_be_visible()
    page.goto("/notifications")
    expect(page.locator(".note")).to_have_count(2)
    settle(page)
    check_looks(page, "notifications")
    page.goto("/notifications/choices")
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    settle(page)
    check_looks(page, "notification-choices", full_page=True)
    page.set_viewport_size(PHONE)
    page.goto("/notifications?show=community")
    expect(page.get_by_role("link", name="Community", exact=True)).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("heading", name="None of these yet")).to_be_visible()
