"""Single keys: from post to post, like, reply, open, the list of them, and nothing of it while one types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.looking import PICTURES, check_looks, settle


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Keys {new_id().hex[-6:]}", visibility="public"))


@pytest.fixture
def posts(house, space):
    drafts = [PostDraft(space_id=space.id, title=f"Post {number}", content="Words " * 40) for number in range(25)]
    return [house.do(house.olu, publish, draft) for draft in drafts]


@pytest.fixture
def page(house, space, posts):
    opened = house.page(house.member())
    opened.goto(f"/spaces/{space.slug}")
    expect(opened.locator(".post")).to_have_count(20)
    return opened


def focused(page, title):
    return page.get_by_role("article", name=title, exact=True)


def test_from_post_to_post_and_into_one(house, page, posts):
    found = complaints(page)
    page.keyboard.press("j")
    expect(focused(page, "Post 24")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(focused(page, "Post 22")).to_be_focused()
    expect(focused(page, "Post 22")).to_be_in_viewport()
    page.keyboard.press("k")
    expect(focused(page, "Post 23")).to_be_focused()
    page.keyboard.press("l")
    expect(focused(page, "Post 23").get_by_role("button", name="Unlike this post, 1 like")).to_be_visible()
    page.keyboard.press("Escape")
    expect(focused(page, "Post 23")).not_to_be_focused()
    for _ in range(2):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".post-page")).to_be_visible()
    page.go_back()
    expect(page.locator(".post")).to_have_count(20)
    assert house.do(house.olu, get_post, posts[23]).like_count == 1
    assert found == []


def test_past_the_last_more_are_loaded(page):
    for _ in range(25):
        page.keyboard.press("j")
    expect(page.locator(".post")).to_have_count(25)


def test_r_opens_the_post_with_the_reply_box_ready(house, page, posts):
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page).to_have_url(f"{house.url}/posts/{posts[24]}#reply")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type("jokes lurk? right, ok")
    expect(page.get_by_label("Write a comment")).to_have_text("jokes lurk? right, ok")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_comments_are_walked_and_answered_too(house, page, posts):
    for words in ("First", "Second"):
        house.do(house.olu, comment, CommentDraft(post_id=posts[0], content=words))
    page.goto(f"/posts/{posts[0]}")
    expect(page.locator(".comment")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".post-page")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".comment").first).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator(".comment").first.get_by_role("button", name="Unlike this comment, 1 like")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".reply-box .ProseMirror")).to_be_focused()


def test_the_list_can_be_read_and_the_keys_switched_off(page):
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard")
    expect(listed).to_contain_text("Next post or comment")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    for keys in ("Control+j", "Alt+k", "Meta+l", "x"):
        page.keyboard.press(keys)
    expect(page.locator(".post:focus")).to_have_count(0)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name=re.compile("^Keyboard(?! shortcuts)")).click()
    listed.get_by_role("switch", name="Use single keys").click()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(listed).to_be_hidden()
    expect(page.locator(".post:focus")).to_have_count(0)
    page.reload()
    expect(page.locator(".post")).to_have_count(20)
    page.keyboard.press("j")
    expect(page.locator(".post:focus")).to_have_count(0)
    page.get_by_role("button", name="Keyboard shortcuts").click()  # also there for visitors, who have no menu
    listed.get_by_role("switch", name="Use single keys").click()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".post:focus")).to_have_count(1)


def test_the_list_can_be_used_by_everyone(house, space, posts):
    page = house.page(house.olu, reduced_motion="reduce")
    page.goto(f"/spaces/{space.slug}?sort=popular")
    expect(page.locator(".post")).to_have_count(20)
    settle(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(focused(page, "Post 23")).to_be_focused()
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "focus.png")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    check_looks(page, "keys")
