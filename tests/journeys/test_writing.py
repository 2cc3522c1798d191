"""Writing: what is typed is never lost, never posted twice, and refused in words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.queries import get_post, list_space_feed
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Desk {new_id().hex[-6:]}"))


@pytest.fixture
def ada(house):
    return house.member()


def open_composer(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Share something").click()


def as_markdown(page: Page) -> None:
    """Go over to the plain text area, which stays the choice of this browser."""
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_role("button", name="Markdown").click()
    expect(page.locator("textarea")).to_be_visible()


def feed(house, who, space) -> list:
    return house.do(who, list_space_feed, space.slug).items


def test_a_draft_survives_a_reload_and_leaves_when_it_is_posted(house, space, ada):
    page = house.page(ada)
    path = f"/spaces/{space.slug}"
    open_composer(page, path)
    page.get_by_label("Title, optional").fill("Half a thought")
    page.get_by_label("What is on your mind?").fill("to be continued")
    page.wait_for_timeout(400)
    page.reload()
    expect(page.get_by_label("Title, optional")).to_have_value("Half a thought")
    expect(page.get_by_label("What is on your mind?")).to_have_text("to be continued")
    page.get_by_label("What is on your mind?").press("Control+Enter")
    expect(page.locator(".post .prose")).to_have_text("to be continued")
    page.reload()
    expect(page.get_by_role("button", name="Share something")).to_be_visible()
    assert len(feed(house, ada, space)) == 1


def test_a_draft_is_seen_by_its_writer_alone(house, space, ada):
    page = house.page(ada)
    path = f"/spaces/{space.slug}"
    open_composer(page, path)
    page.get_by_label("What is on your mind?").fill("private thoughts")
    page.wait_for_timeout(400)
    page.context.clear_cookies()
    page.context.add_cookies([house.cookie(house.member("ben"))])
    page.goto(path)
    expect(page.get_by_role("button", name="Share something")).to_be_visible()


def test_the_preview_shows_what_will_be_posted(house, space, ada):
    page = house.page(ada)
    open_composer(page, f"/spaces/{space.slug}")
    as_markdown(page)
    page.get_by_label("What is on your mind?").fill("**bold** <script>alert(1)</script>")
    page.get_by_role("tab", name="Preview").click()
    shown = page.locator(".composer-preview")
    expect(shown.locator("strong")).to_have_text("bold")
    assert shown.locator("script").count() == 0
    preview = shown.inner_html()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post .prose")).to_be_visible()
    assert page.locator(".post .prose").inner_html().strip() == preview.strip()


def test_the_toolbar_marks_what_is_selected_in_markdown(house, space, ada):
    page = house.page(ada)
    open_composer(page, f"/spaces/{space.slug}")
    as_markdown(page)
    area = page.get_by_label("What is on your mind?")
    area.fill("make this bold")
    area.press("Control+a")
    page.get_by_role("button", name="Bold").click()
    expect(area).to_have_value("**make this bold**")
    page.get_by_role("button", name="Bold").click()
    expect(area).to_have_value("make this bold")
    area.press("Control+a")
    page.get_by_role("button", name="Bulleted list").click()
    expect(area).to_have_value("- make this bold")
    area.press("Control+z")
    expect(area).to_have_value("make this bold")


def test_too_much_and_nothing_are_told_before_sending(house, space, ada):
    page = house.page(ada)
    open_composer(page, f"/spaces/{space.slug}")
    area, post = page.get_by_label("What is on your mind?"), page.get_by_role("button", name="Post", exact=True)
    expect(post).to_be_disabled()
    area.fill("  \n ")
    expect(post).to_be_disabled()
    area.fill("x" * 40_001)
    expect(page.get_by_role("alert")).to_contain_text("1 characters too many")
    expect(post).to_be_disabled()
    area.fill("x" * 39_990)
    expect(page.locator(".counter")).to_contain_text("10 left")
    expect(post).to_be_enabled()


def test_a_lost_connection_keeps_the_words_and_posts_them_once(house, space, ada):
    page = house.page(ada)
    open_composer(page, f"/spaces/{space.slug}")
    page.get_by_label("What is on your mind?").fill("sent into the void")
    page.context.set_offline(True)
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.reload()
    area = page.get_by_label("What is on your mind?")
    if feed(house, ada, space):  # it had gone out after all; the retry must not double it
        pass
    expect(area).to_have_text("sent into the void")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post .prose")).to_have_text("sent into the void")
    assert len(feed(house, ada, space)) == 1


def test_a_refusal_of_the_server_leaves_the_words(house, space, ada):
    from opentribe.domain.spaces.commands import archive_space, restore_space

    page = house.page(ada)
    open_composer(page, f"/spaces/{space.slug}")
    page.get_by_label("What is on your mind?").fill("too late?")
    house.do(house.olu, archive_space, space.id)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".form-error")).to_contain_text("archived")
    expect(page.get_by_label("What is on your mind?")).to_have_text("too late?")
    house.do(house.olu, restore_space, space.id)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post .prose")).to_have_text("too late?")


def test_one_edits_removes_and_takes_back_ones_own(house, space, ada):
    post = house.do(ada, publish, PostDraft(space_id=space.id, title="First try", content="wrods"))
    page = house.page(ada)
    page.goto(f"/spaces/{space.slug}")
    page.get_by_role("button", name="More about this").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.wait_for_url(re.compile("/posts/"))
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_label("Your post").fill("words")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".post-page .prose")).to_have_text("words")
    expect(page.get_by_text("edited")).to_be_visible()
    page.get_by_role("button", name="More about this").first.click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="The post is removed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".post-page .prose")).to_have_text("words")
    assert house.do(ada, get_post, post).content == "words"


def test_others_find_no_menu_and_moderating_hands_do(house, space, ada):
    house.do(ada, publish, PostDraft(space_id=space.id, content="Ada's words"))
    other = house.page(house.member("ben"))
    other.goto(f"/spaces/{space.slug}")
    expect(other.locator(".post")).to_have_count(1)
    expect(other.get_by_role("button", name="More about this")).to_have_count(0)
    owner = house.page(house.olu)
    owner.goto(f"/spaces/{space.slug}")
    owner.get_by_role("button", name="More about this").click()
    expect(owner.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    owner.get_by_role("button", name="Remove").click()
    expect(owner.locator(".post")).to_have_count(0)
    owner.get_by_role("button", name="Undo").click()
    expect(owner.locator(".post")).to_have_count(1)


def test_comments_are_answered_two_levels_deep(house, space, ada):
    post = house.do(house.olu, publish, PostDraft(space_id=space.id, content="What do you think?"))
    page = house.page(ada)
    page.goto(f"/posts/{post}")
    page.get_by_label("Write a comment").fill("I think so")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment .prose")).to_have_text(["I think so"])
    page.get_by_role("button", name="Reply").click()
    page.get_by_label("Write a reply").fill("On second thought")
    page.locator(".reply-box").get_by_role("button", name="Reply").click()
    expect(page.locator(".comment .comment .prose")).to_have_text("On second thought")
    page.locator(".comment .comment").get_by_role("button", name="Reply").click()
    expect(page.get_by_label("Write a reply")).to_contain_text(re.compile("@ada[0-9]+"))
    page.get_by_label("Write a reply").fill("Third")
    page.locator(".reply-box").get_by_role("button", name="Reply").click()
    expect(page.locator(".comment .comment .prose")).to_have_text(["On second thought", "Third"])
    expect(page.get_by_role("heading", name="3 comments")).to_be_visible()
    page.locator(".comment .like").last.click()
    expect(page.locator(".comment .like").last).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".comment .like").last).to_have_attribute("aria-pressed", "true")


def test_a_sent_reply_leaves_an_empty_box_behind(house, space, ada):
    post = house.do(house.olu, publish, PostDraft(space_id=space.id, content="What do you think?"))
    page = house.page(ada)
    page.goto(f"/posts/{post}")
    page.get_by_label("Write a comment").fill("First")
    page.get_by_role("button", name="Comment", exact=True).click()
    for words in ("One", "Two"):
        page.locator(".comment").first.get_by_role("button", name="Reply").first.click()
        expect(page.get_by_label("Write a reply")).to_have_text("")
        expect(page.locator(".reply-box .ProseMirror")).to_be_visible()
        page.get_by_label("Write a reply").fill(words)
        page.locator(".reply-box").get_by_role("button", name="Reply").click()
        expect(page.locator(".comment .comment .prose").last).to_have_text(words)
    expect(page.locator(".comment .comment")).to_have_count(2)


def test_the_newest_comment_of_a_long_thread_shows_at_once(house, space, ada):
    post = house.do(house.olu, publish, PostDraft(space_id=space.id, content="Count with me"))
    for number in range(25):
        house.do(house.olu, comment, CommentDraft(post_id=post, content=f"Number {number}"))
    page = house.page(ada)
    page.goto(f"/posts/{post}")
    expect(page.locator(".comment").first).to_be_visible()
    page.get_by_label("Write a comment").fill("And mine")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment .prose").first).to_have_text("And mine")
    page.keyboard.press("End")
    expect(page.locator(".comment")).to_have_count(26)
    expect(page.get_by_text("And mine")).to_have_count(1)
    page.reload()
    expect(page.locator(".comment")).to_have_count(26)  # as far as one had read
    expect(page.locator(".comment .prose").last).to_have_text("And mine")
