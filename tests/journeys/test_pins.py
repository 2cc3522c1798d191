"""Pins: a moderator puts a post first, everyone finds it there once, and the fourth is refused in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts import commands
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.journeys.looking import check_looks, settle


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Board {new_id().hex[-6:]}"))


@pytest.fixture
def posts(house, space):
    drafts = [PostDraft(space_id=space.id, title=f"Post {number}", content="Words") for number in range(24)]
    return [house.do(house.olu, commands.publish, draft) for draft in drafts]


def test_a_post_is_pinned_first_for_everyone_and_unpinned_again(house, space, posts):
    owner, reader = house.page(house.olu), house.page(house.member())
    owner.goto(f"/spaces/{space.slug}")
    card = owner.get_by_role("article", name="Post 20")
    card.get_by_role("button", name="More about this").click()
    card.get_by_role("button", name="Pin to the top of the space").click()
    expect(owner.locator(".post").first).to_contain_text("Pinned")
    expect(owner.locator(".post").first.get_by_role("heading")).to_have_text("Post 20")

    reader.goto(f"/spaces/{space.slug}")
    expect(reader.locator(".post").first.get_by_role("heading")).to_have_text("Post 20")
    reader.keyboard.press("End")
    expect(reader.locator(".post")).to_have_count(24)
    assert reader.locator(".post-title").all_inner_texts().count("Post 20") == 1
    expect(reader.get_by_role("button", name="More about this")).to_have_count(0)
    reader.goto("/")
    expect(reader.locator(".post").first.get_by_role("heading")).to_have_text("Post 23")

    owner.goto(f"/posts/{posts[20]}")
    owner.locator(".post-page").get_by_role("button", name="More about this").click()
    owner.get_by_role("button", name="Unpin").click()
    expect(owner.locator(".pin-mark")).to_have_count(0)


def test_a_fourth_pin_is_refused_in_words(house, space, posts):
    for post in posts[:3]:
        house.do(house.olu, commands.pin_post, post)
    page = house.page(house.olu)
    page.goto(f"/posts/{posts[10]}")
    page.locator(".post-page").get_by_role("button", name="More about this").click()
    page.get_by_role("button", name="Pin to the top of the space").click()
    expect(page.get_by_text("Unpin one of them first")).to_be_visible()
    expect(page.locator(".pin-mark")).to_have_count(0)


def test_pinned_posts_and_their_menu_can_be_used_by_everyone(house, space, posts):
    house.do(house.olu, commands.pin_post, posts[5])
    page = house.page(house.olu, reduced_motion="reduce")
    for name, path in (("pinned-space", f"/spaces/{space.slug}"), ("pinned-post", f"/posts/{posts[5]}")):
        page.goto(path)
        settle(page)
        expect(page.locator(".pin-mark")).to_have_count(1)
        page.get_by_role("button", name="More about this").first.click()
        expect(page.get_by_role("button", name="Unpin")).to_be_visible()
        check_looks(page, name)
