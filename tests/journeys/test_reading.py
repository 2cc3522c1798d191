"""Reading: the feed grows as one scrolls, its end can be reached, likes answer at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import publish, remove_post, restore_post
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id


@pytest.fixture
def long_space(house):
    space = house.do(house.olu, create_space, SpaceDraft(name=f"Long {new_id().hex[-6:]}", visibility="public"))
    for number in range(45):
        house.do(house.olu, publish, PostDraft(space_id=space.id, title=f"Post {number}", content="Words " * 20))
    return space


def test_a_feed_grows_to_its_end_without_gaps_or_doubles(house, long_space):
    page = house.page(house.member())
    page.goto(f"/spaces/{long_space.slug}")
    expect(page.locator(".post")).to_have_count(20)
    page.keyboard.press("End")
    expect(page.locator(".post")).to_have_count(40)
    page.keyboard.press("End")
    expect(page.locator(".post")).to_have_count(45)
    page.keyboard.press("End")
    expect(page.get_by_text("You have read everything.")).to_be_visible()
    titles = page.locator(".post-title").all_inner_texts()
    assert titles == [f"Post {number}" for number in reversed(range(45))]
    page.locator(".post").nth(30).get_by_role("button", name="Like this post").click()
    expect(page.locator(".post").nth(30).get_by_role("button", name="Unlike this post, 1 like")).to_be_visible()
    expect(page.locator(".post")).to_have_count(45)


def test_more_can_be_loaded_by_pressing(house, long_space):
    page = house.page(house.member(), reduced_motion="reduce")
    page.add_init_script("window.IntersectionObserver = class { observe() {} disconnect() {} };")
    page.goto(f"/spaces/{long_space.slug}")
    expect(page.locator(".post")).to_have_count(20)
    page.get_by_role("button", name="Load more").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".post")).to_have_count(40)


def test_visitors_read_what_is_public_and_are_shown_the_way_in(house, long_space):
    page = house.page()
    response = page.goto(f"/spaces/{long_space.slug}")
    assert response.status == 200
    assert long_space.name in response.text()
    expect(page.locator(".post")).to_have_count(20)
    expect(page.locator(".composer-prompt")).to_have_count(0)
    page.locator(".post").first.get_by_role("link", name="Sign in to like this post").click()
    page.wait_for_url("**/sign-in")


def test_a_like_shows_at_once_and_goes_back_when_it_is_refused(house, long_space):
    post = house.do(house.olu, publish, PostDraft(space_id=long_space.id, title="Fragile", content="x"))
    page = house.page(house.member())
    page.goto(f"/posts/{post}")
    heart = page.locator(".post-page .like")
    expect(heart).to_have_attribute("aria-pressed", "false")
    house.do(house.olu, remove_post, post)
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".toast")).to_contain_text("does not exist")
    expect(heart).to_have_attribute("aria-pressed", "false")
    house.do(house.olu, restore_post, post)
    assert house.do(house.olu, get_post, post).like_count == 0


def test_times_are_relative_with_the_full_one_on_hover(house, long_space):
    page = house.page()
    page.goto(f"/spaces/{long_space.slug}")
    time = page.locator(".post time").first
    expect(time).to_have_text("just now")
    assert "202" in (time.get_attribute("title") or "")
    assert (time.get_attribute("datetime") or "").startswith("20")


def test_a_post_that_is_gone_says_so(house):
    page = house.page(house.olu)
    for path in ("/posts/not-an-id", f"/posts/{new_id()}", "/spaces/nowhere", "/no/such/page"):
        assert page.goto(path).status == 404
        expect(page.get_by_role("heading", name="We cannot find this")).to_be_visible()


def test_back_and_forward_work(house, long_space):
    page = house.page(house.member())
    page.goto(f"/spaces/{long_space.slug}")
    page.locator(".post-title a").first.click()
    expect(page.locator(".post-page")).to_be_visible()
    page.go_back()
    expect(page.locator(".post")).to_have_count(20)
    page.go_forward()
    expect(page.locator(".post-page")).to_be_visible()
