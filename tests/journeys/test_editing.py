"""Changing one's words: a comment in its place, what was there before for everyone, and two windows at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts import commands
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.journeys.looking import check_looks, settle


@pytest.fixture
def ada(house):
    return house.member()


@pytest.fixture
def post(house, ada):
    space = house.do(house.olu, create_space, SpaceDraft(name=f"Edits {new_id().hex[-6:]}"))
    return house.do(ada, commands.publish, PostDraft(space_id=space.id, title="A plan", content="first words"))


def test_a_comment_is_changed_in_its_place_and_its_past_can_be_read(house, ada, post):
    house.do(ada, commands.comment, CommentDraft(post_id=post, content="I thnik so"))
    page, reader = house.page(ada), house.page(house.member("ben"))
    page.goto(f"/posts/{post}")
    page.locator(".comment").get_by_role("button", name="More about this").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    box = page.get_by_label("Your comment")
    expect(box).to_have_text("I thnik so")
    expect(box).to_be_focused()
    box.fill("I **think** so")
    box.press("Control+Enter")
    expect(page.locator(".comment .prose strong")).to_have_text("think")
    reader.goto(f"/posts/{post}")
    expect(reader.locator(".comment").get_by_role("button", name="More about this")).to_have_count(0)
    reader.locator(".comment").get_by_role("button", name="edited").click()
    expect(reader.get_by_role("dialog", name="Earlier versions")).to_contain_text("I thnik so")
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("dialog")).to_have_count(0)


def test_the_later_of_two_windows_is_told_and_keeps_its_words(house, ada, post):
    one, other = house.page(ada), house.page(ada)
    for page in (one, other):
        page.goto(f"/posts/{post}?edit=1")
        expect(page.get_by_label("Your post")).to_have_text("first words")
    one.get_by_label("Your post").fill("from one window")
    one.get_by_role("button", name="Save").click()
    expect(one.locator(".post-page .prose")).to_have_text("from one window")
    other.get_by_label("Your post").fill("from the other")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".form-error")).to_contain_text("changed meanwhile")
    expect(other.get_by_label("Your post")).to_have_text("from the other")
    assert house.do(ada, get_post, post).content == "from one window"
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".post-page .prose")).to_have_text("from the other")
    other.locator(".post-page").get_by_role("button", name="edited").click()
    expect(other.locator(".versions > li")).to_have_count(2)
    expect(other.locator(".versions > li").first).to_contain_text("from one window")


def test_a_draft_remembers_which_words_it_began_from(house, ada, post):
    page = house.page(ada)
    page.goto(f"/posts/{post}?edit=1")
    page.get_by_label("Your post").fill("begun before")
    page.wait_for_timeout(400)
    house.do(ada, commands.edit_post, post, PostDraft(content="stored from elsewhere"))
    page.reload()
    expect(page.get_by_label("Your post")).to_have_text("begun before")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".form-error")).to_contain_text("changed meanwhile")


def test_editor_and_history_can_be_used_by_everyone(house, ada, post):
    comment = house.do(ada, commands.comment, CommentDraft(post_id=post, content="A comment"))
    house.do(ada, commands.edit_comment, comment, CommentEdit(content="Another comment"))
    house.do(ada, commands.edit_post, post, PostDraft(title="A better plan", content="second words"))
    page = house.page(ada, reduced_motion="reduce")
    page.goto(f"/posts/{post}")
    settle(page)
    page.locator(".comment").get_by_role("button", name="More about this").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_label("Your comment")).to_be_visible()
    for name in ("changing", "history"):
        if name == "history":
            page.locator(".post-page").get_by_role("button", name="edited").click()
            expect(page.locator(".versions > li")).to_have_count(1)
        settle(page)
        check_looks(page, name)
