"""Mentions and tags in a browser: names and tags are links, a tag's page shows its posts, a hidden one is not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts import commands
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.journeys.looking import check_looks, settle


@pytest.fixture
def tag():
    return f"garten-{new_id().hex[-6:]}"


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Beds {new_id().hex[-6:]}", visibility="public"))


def test_a_mention_and_a_tag_are_links_and_the_tag_has_a_page(house, space, tag):
    ada = house.member("ada")
    page = house.page(ada)
    page.goto(f"/spaces/{space.slug}")
    page.get_by_text("Share something with the community").click()
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_label("What is on your mind?").fill(f"Ask @olu about #{tag}")
    page.get_by_role("button", name="Post", exact=True).click()
    post = page.locator("article.post").first
    expect(post.get_by_role("link", name="@olu")).to_have_attribute("href", "/members/olu")
    post.get_by_role("link", name=f"#{tag}").click()
    page.wait_for_url(f"**/tags/{tag}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"#{tag}")
    expect(page.get_by_text("1 post", exact=True)).to_be_visible()
    expect(page.locator("article.post")).to_have_count(1)
    expect(page).to_have_title(re.compile(tag))
    page.reload()
    expect(page.locator("article.post")).to_have_count(1)


def test_a_tag_of_a_secret_space_is_not_there(house, tag):
    secret = house.do(house.olu, create_space, SpaceDraft(name=f"Cellar {new_id().hex[-6:]}", visibility="secret"))
    house.do(house.olu, commands.publish, PostDraft(space_id=secret.id, content=f"#{tag}"))
    for who in (None, house.member("cleo")):
        page = house.page(who)
        page.goto(f"/tags/{tag}")
        expect(page.get_by_role("heading", name="Nothing here has this tag")).to_be_visible()
        assert page.locator("article.post").count() == 0
    page = house.page(house.olu)
    page.goto(f"/tags/{tag}")
    expect(page.locator("article.post")).to_have_count(1)


def test_a_tag_page_looks_right(house, space, tag):
    draft = PostDraft(space_id=space.id, title="Late beans", content=f"Ask @olu: #{tag} and #größe-2 are both tags.")
    house.do(house.olu, commands.publish, draft)
    page = house.page(house.olu)
    page.goto(f"/tags/{tag}")
    settle(page)
    expect(page.locator("article.post")).to_have_count(1)
    check_looks(page, "tag")
