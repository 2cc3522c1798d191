"""Filters of a feed: links in the address that survive a reload, go back and forward, and say when nothing fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import like_post, publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Corner {new_id().hex[-6:]}", visibility="public"))


@pytest.fixture
def liked(house, space):
    """The first of three posts, which five people like."""
    first, *_ = [
        house.do(house.olu, publish, PostDraft(space_id=space.id, title=f"Post {n}", content="x")) for n in range(3)
    ]
    for _ in range(5):
        house.do(house.member("fan"), like_post, first)
    return first


def titles(page):
    return page.locator(".post-title")


def test_popular_stands_in_the_address_and_goes_back_and_forward(house, space, liked):
    page = house.page()
    found = complaints(page)
    page.goto(f"/spaces/{space.slug}")
    expect(titles(page)).to_have_text(["Post 2", "Post 1", "Post 0"])
    tabs = page.get_by_role("navigation", name="Order of posts")
    tabs.get_by_role("link", name="Popular").click()
    expect(page).to_have_url(f"{house.url}/spaces/{space.slug}?sort=popular")
    expect(tabs.get_by_role("link", name="Popular")).to_have_attribute("aria-current", "page")
    expect(titles(page)).to_have_text(["Post 0", "Post 2", "Post 1"])
    page.reload()
    expect(tabs.get_by_role("link", name="Popular")).to_have_attribute("aria-current", "page")
    expect(titles(page)).to_have_text(["Post 0", "Post 2", "Post 1"])
    page.go_back()
    expect(titles(page)).to_have_text(["Post 2", "Post 1", "Post 0"])
    expect(tabs.get_by_role("link", name="Latest")).to_have_attribute("aria-current", "page")
    page.go_forward()
    expect(titles(page)).to_have_text(["Post 0", "Post 2", "Post 1"])
    assert found == []


def test_people_and_bots_are_chosen_apart(house, space, liked):
    page = house.page(house.member())
    page.goto(f"/spaces/{space.slug}?sort=popular")
    expect(titles(page)).to_have_count(3)
    page.get_by_role("button", name="Whose posts: Everyone").click()
    page.get_by_role("link", name="Bots only").click()
    expect(page).to_have_url(f"{house.url}/spaces/{space.slug}?sort=popular&by=bots")
    expect(page.get_by_role("heading", name="No posts by bots yet")).to_be_visible()
    expect(page.get_by_role("link", name="Bots only")).to_be_hidden()
    page.get_by_role("button", name="Whose posts: Bots only").click()
    page.get_by_role("link", name="People only").click()
    expect(titles(page)).to_have_text(["Post 0", "Post 2", "Post 1"])


def test_an_address_that_names_no_filter_shows_the_latest(house, space, liked):
    page = house.page()
    page.goto(f"/spaces/{space.slug}?sort=%00drop&by=nobody&sort=2")
    expect(titles(page)).to_have_text(["Post 2", "Post 1", "Post 0"])
    page.goto("/?sort=following")
    expect(page.get_by_role("heading", name="Posts by people you follow stand here")).to_be_visible()
    expect(page.get_by_role("link", name="Following")).to_have_count(0)
