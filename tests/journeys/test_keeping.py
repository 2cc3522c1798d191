"""Keeping posts, following their threads, passing them on, and the words that stand there before scripts run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.bookmarks import list_bookmarks
from opentribe.domain.posts.commands import publish, remove_post
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.conftest import PHONE

FRAMES = """() => {
  const count = () => document.querySelectorAll('[data-served-body] h1').length
    + document.querySelectorAll('main#content h1.post-title').length;
  window.counts = [];
  const look = () => { window.counts.push(count()); requestAnimationFrame(look); };
  look();
}"""


@pytest.fixture
def space(house):
    return house.do(
        house.olu, create_space, SpaceDraft(name=f"Shelf {new_id().hex[-6:]}", visibility="public", description="Here")
    )


@pytest.fixture
def post(house, space):
    return house.do(house.olu, publish, PostDraft(space_id=space.id, title="Worth keeping", content="Some **words**"))


def test_a_post_is_kept_found_again_and_let_go(house, post):
    ada = house.member()
    page = house.page(ada)
    page.goto("/bookmarks")
    expect(page.get_by_role("heading", name="Nothing kept yet")).to_be_visible()
    page.goto(f"/posts/{post}")
    page.get_by_role("button", name="Bookmark this post").click()
    expect(page.get_by_role("button", name="Bookmark this post")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("navigation", name="Spaces").get_by_role("link", name="Bookmarks").click()
    expect(page.locator(".post-title")).to_have_text("Worth keeping")
    page.reload()
    kept = page.get_by_role("button", name="Bookmark this post")
    expect(kept).to_have_attribute("aria-pressed", "true")
    kept.click()
    expect(kept).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("heading", name="Nothing kept yet")).to_be_visible()
    assert house.do(ada, list_bookmarks).items == []


def test_a_refused_bookmark_goes_back_and_says_why(house, post):
    page = house.page(house.member())
    page.goto(f"/posts/{post}")
    button = page.get_by_role("button", name="Bookmark this post")
    expect(button).to_be_visible()
    house.do(house.olu, remove_post, post)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".toast")).to_contain_text("does not exist")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_visitors_are_asked_to_sign_in(house, post):
    page = house.page()
    page.goto("/bookmarks")
    page.wait_for_url("**/sign-in")
    page.goto(f"/posts/{post}")
    expect(page.get_by_role("link", name="Sign in to bookmark this post")).to_be_visible()
    expect(page.locator(".follow")).to_have_count(0)


def test_a_thread_is_followed_by_writing_then_muted(house, post):
    ada = house.member()
    page = house.page(ada, PHONE)
    page.goto(f"/posts/{post}")
    state = page.locator(".follow")
    expect(state).to_have_text("Follow")
    page.get_by_label("Write a comment").fill("I am in")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(state).to_have_text("Following")
    state.click()
    page.locator("#follow-menu").get_by_role("button", name="Mute").click()
    expect(state).to_have_text("Muted")
    expect(page.locator(".toast")).to_contain_text("You hear nothing more")
    page.reload()
    expect(state).to_have_text("Muted")
    state.click()
    page.locator("#follow-menu").get_by_role("button", name="Neither").click()
    expect(state).to_have_text("Follow")
    assert house.do(ada, get_post, post).stance == ""


def test_a_post_is_shared_by_the_devices_sheet_or_the_clipboard(house, post):
    page = house.page(house.member())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/posts/{post}")
    page.get_by_role("button", name="Share this post").click()
    expect(page.locator(".toast")).to_contain_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{house.url}/posts/{post}"
    page.evaluate("navigator.share = async (what) => { document.title = JSON.stringify(what); }")
    page.get_by_role("button", name="Share this post").click()
    expect(page).to_have_title(f'{{"title":"Worth keeping","url":"{house.url}/posts/{post}"}}')


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_the_served_words_give_way_to_the_live_page_without_a_gap(house, post, space, who):
    page = house.page(house.member() if who == "member" else None)
    found = complaints(page)
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', {FRAMES})")
    page.goto(f"/posts/{post}")
    expect(page.locator("main#content .post-page")).to_be_visible()
    expect(page.locator("[data-served-body]")).to_have_count(0)
    counts = page.evaluate("window.counts")
    assert set(counts) == {1}  # in no frame nothing, in none twice
    page.goto(f"/spaces/{space.slug}")
    expect(page.locator("main#content .post")).to_have_count(1)
    expect(page.locator("[data-served-body]")).to_have_count(0)
    assert found == []


def test_the_words_are_there_without_scripts(house, post, space):
    page = house.page(java_script_enabled=False)
    page.goto(f"/posts/{post}")
    expect(page.get_by_role("heading", name="Worth keeping")).to_be_visible()
    expect(page.locator(".prose strong")).to_have_text("words")
    page.get_by_role("link", name=space.name).click()
    page.get_by_role("link", name="Worth keeping").click()
    expect(page.get_by_role("heading", name="Worth keeping")).to_be_visible()
