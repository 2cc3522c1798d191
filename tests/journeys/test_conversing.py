"""Two people under the same post: each sees what the other writes, changes and takes back, as it happens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.journeys.looking import check_looks
from tests.line import line_to
from tests.web.socket import ROOT, Tab

STATE = f"{ROOT}.opentribe___web___posts___post_state____post_state"


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Talk {new_id().hex[-6:]}", visibility="public"))


@pytest.fixture
def post(house, space):
    return house.do(house.olu, publish, PostDraft(space_id=space.id, title="A question", content="What now?"))


def opened(house, who, post, **options) -> Page:
    page = house.page(who, **options)
    page.goto(f"/posts/{post}")
    expect(page.locator(".post-page").get_by_role("button", name="Share this post")).to_be_visible()
    return page


def answer(page: Page, words: str, *, box: str = "Write a comment", send: str = "Comment") -> None:
    """Write in an open box and send."""
    page.get_by_label(box).click()
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_label(box).fill(words)
    page.locator(".reply-box").get_by_role("button", name=send, exact=True).click()
    expect(page.locator(".comment:not([data-pending]) > .comment-body").filter(has_text=words)).to_be_visible()


def test_a_conversation_of_two_needs_no_reload(house, post):
    ada, ben = house.member("ada"), house.member("ben")
    one, other = opened(house, ada, post), opened(house, ben, post)
    answer(one, "I think so")
    theirs = other.locator(".comment").filter(has_text="I think so").first
    expect(theirs).to_be_visible()
    expect(other.get_by_role("heading", name="1 comment")).to_be_visible()
    theirs.get_by_role("button", name="Reply").click()
    answer(other, "So do I", box="Write a reply", send="Reply")
    expect(one.locator(".comment .comment").filter(has_text="So do I")).to_be_visible()
    theirs.get_by_role("button", name=re.compile("Like this comment")).first.click()
    expect(one.get_by_role("button", name="Like this comment, 1 like")).to_be_visible()

    one.get_by_role("button", name="More about this").nth(0).click()
    one.get_by_role("button", name="Edit", exact=True).click()
    one.get_by_label("Your comment").fill("I know so")
    one.get_by_role("button", name="Save").click()
    expect(other.locator(".comment").filter(has_text="I know so").first.get_by_text("edited").first).to_be_visible()

    reply = other.locator(".comment .comment").filter(has_text="So do I")
    reply.get_by_role("button", name="More about this").click()
    other.get_by_role("button", name="Remove", exact=True).click()
    expect(one.locator(".comment .comment").filter(has_text="So do I")).to_have_count(0)


def test_many_comments_at_once_all_appear_once_and_in_order(house, post):
    reader, ada = opened(house, house.member("ben"), post), house.member("ada")
    with Tab(house.app.port, house.secrets[ada.session_hash]) as tab:
        tab.visit(f"/posts/{post}")
        for number in range(4):
            tab.call(f"{STATE}.comment", {"form": {"content": f"Number {number}"}})
        tab.settle()
        first = house.do(ada, list_comments, post).items[0]
        tab.call(f"{STATE}.answer", {"comment_id": str(first.id), "handle": ""})
        tab.call(f"{STATE}.comment", {"form": {"content": "An answer"}})
        tab.settle()
        for number in range(4, 7):
            tab.call(f"{STATE}.comment", {"form": {"content": f"Number {number}"}})
        tab.settle()
    expect(reader.locator(".comment .prose")).to_have_count(8)
    shown = reader.locator(".comment .prose").all_inner_texts()
    assert shown == ["Number 0", "An answer", *(f"Number {number}" for number in range(1, 7))]


def test_who_writes_is_named_until_they_stop(house, post):
    ada, ben = house.member("ada"), house.member("ben")
    one, other = opened(house, ada, post), opened(house, ben, post)
    one.get_by_label("Write a comment").click()
    expect(one.locator(".ProseMirror")).to_be_visible()
    one.keyboard.type("Well")
    expect(other.get_by_text("is writing…")).to_have_text(re.compile("^Ada.* is writing…$"))
    expect(one.get_by_text("is writing…")).to_have_count(0)
    one.get_by_role("button", name="Comment", exact=True).click()
    expect(other.locator(".comment .prose")).to_have_text("Well")
    expect(other.get_by_text("is writing…")).to_have_count(0)


def test_who_is_here_has_a_dot_that_visitors_do_not_see(house, post):
    ada, ben = house.member("ada"), house.member("ben")
    house.do(ada, comment, CommentDraft(post_id=post, content="I was here"))
    other, visitor = opened(house, ben, post), opened(house, None, post)
    seen = other.locator(".comment").first
    expect(seen.get_by_text("I was here")).to_be_visible()
    expect(seen.locator(".here-dot")).to_have_count(0)
    one = house.page(ada)
    one.goto("/")
    expect(seen.locator(".here-dot")).to_be_visible()
    expect(seen.get_by_text(", online now")).to_be_attached()
    expect(one.get_by_role("definition").filter(has_text=re.compile("^[2-9]$")).first).to_be_visible()
    other.goto(f"/members/{house.handle(ada)}")
    expect(other.get_by_text("Online now", exact=True).first).to_be_visible()
    assert visitor.locator(".here-dot").count() == 0
    one.context.close()
    house.contexts.remove(one.context)
    expect(other.locator(".member-head .here-dot")).to_have_count(0)


def test_what_one_types_while_the_editor_comes_is_kept(house, post):
    page = house.page(house.member("ada"))
    page.route("**/editor*.js", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.goto(f"/posts/{post}")
    page.get_by_label("Write a comment").click()
    words = "Not a letter of this is to be lost, however fast one types it. " * 4
    page.keyboard.type(words.strip(), delay=8)
    expect(page.locator(".ProseMirror")).to_have_text(words.strip())


def test_a_reader_deep_in_a_list_stays_there_when_the_connection_comes_back(house, space):
    for number in range(45):
        house.do(house.olu, publish, PostDraft(space_id=space.id, content=f"Deep {number}"))
    reader = house.page(house.member("ben"))
    with line_to(house.app.port) as line:
        reader.goto(f"{line.url}/spaces/{space.slug}")
        expect(reader.locator(".post .like")).to_have_count(20)
        for count in (40, 45):
            reader.locator(".post").last.scroll_into_view_if_needed()
            expect(reader.locator(".post .like")).to_have_count(count)
        seen = reader.locator(".post").filter(has_text=re.compile(r"Deep 5\b"))
        seen.scroll_into_view_if_needed()
        before = seen.bounding_box()
        line.cut()
        expect(reader.get_by_text("You are offline")).to_be_visible()
        house.do(house.olu, publish, PostDraft(space_id=space.id, content="Deep and new"))
        line.mend()
        expect(reader.locator(".post").filter(has_text="Deep and new")).to_have_count(1)
        expect(reader.locator(".post .like")).to_have_count(46)
        reader.wait_for_timeout(300)
        after = seen.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) < 2


def test_a_live_conversation_looks_right_and_can_be_used_by_everyone(house, post):
    ada, ben = house.member("ada"), house.member("ben")
    house.do(ada, comment, CommentDraft(post_id=post, content="A first thought"))
    one, other = opened(house, ada, post), opened(house, ben, post)
    expect(other.locator(".comment .here-dot")).to_be_visible()
    one.get_by_label("Write a comment").click()
    expect(one.locator(".ProseMirror")).to_be_visible()
    one.keyboard.type("A second")
    expect(other.get_by_text("is writing…")).to_be_visible()
    check_looks(other, "conversation", full_page=True)
