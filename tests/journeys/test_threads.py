"""Long conversations: sorted, opened in the middle, unfolded where one wants to read on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import comment, like_comment, publish, remove_comment
from opentribe.domain.posts.models import Comment
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.commands import archive_space, create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.journeys.conftest import PHONE


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Talk {new_id().hex[-6:]}"))


@pytest.fixture
def post(house, space):
    return house.do(house.olu, publish, PostDraft(space_id=space.id, content="What do you think?"))


def say(house, post, content, parent=None, who=None):
    return house.do(who or house.olu, comment, CommentDraft(post_id=post, parent_id=parent, content=content))


def write_many(house, post, count: int, parent=None):
    """Copies of one comment, straight into the table; their ids in the order of time."""
    first = say(house, post, "Number 0", parent)
    ids = [first, *(new_id() for _ in range(count - 1))]
    with house.database.write() as session:
        pattern = session.get(Comment, first)
        assert pattern is not None
        row = pattern.model_dump(exclude={"id", "created_at", "content", "content_html", "submission_key"})
        for number, each in enumerate(ids[1:], 1):
            session.add(Comment(**row, id=each, content=f"Number {number}", content_html=f"<p>Number {number}</p>"))
        if parent is not None:
            top = session.get(Comment, parent)
            assert top is not None
            top.reply_count += count - 1
            session.add(top)
    return ids


def test_the_order_is_chosen_kept_in_the_address_and_survives_a_reload(house, post):
    for words in ("first", "second", "third"):
        made = say(house, post, words)
        if words == "second":
            house.do(house.olu, like_comment, made)
    page = house.page(house.member())
    page.goto(f"/posts/{post}")
    words = page.locator(".comment .prose")
    expect(words).to_have_text(["first", "second", "third"])
    page.get_by_role("link", name="Newest").click()
    expect(words).to_have_text(["third", "second", "first"])
    expect(page).to_have_url(re.compile(r"\?sort=newest$"))
    page.reload()
    expect(words).to_have_text(["third", "second", "first"])
    expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Most liked").click()
    expect(words).to_have_text(["second", "third", "first"])
    page.go_back()
    expect(words).to_have_text(["third", "second", "first"])
    page.goto(f"/posts/{post}?sort=rubbish")
    expect(words).to_have_text(["first", "second", "third"])


def test_a_link_to_one_of_two_thousand_comments_opens_the_place_around_it(house, post):
    ids = write_many(house, post, 2000)
    page = house.page(house.member())
    page.goto(f"/posts/{post}?comment={ids[1234]}")
    expect(page.locator(f"#comment-{ids[1234]}")).to_be_focused()
    expect(page.locator(f"#comment-{ids[1234]}")).to_be_in_viewport()
    expect(page.locator(".comment .prose").first).to_have_text("Number 1232")
    page.get_by_role("button", name="Show earlier comments").click()
    expect(page.locator(".comment .prose").first).to_have_text("Number 1212")
    page.get_by_role("button", name="More comments").click()
    expect(page.get_by_text("Number 1260", exact=True)).to_be_attached()
    texts = [int(text.removeprefix("Number ")) for text in page.locator(".comment .prose").all_inner_texts()]
    assert texts == list(range(1212, 1212 + len(texts)))


def test_replies_unfold_by_the_page_and_a_link_leads_deep_into_them(house, post):
    top = say(house, post, "Ask me")
    ids = write_many(house, post, 50, parent=top)
    page = house.page(house.member(), PHONE)
    page.goto(f"/posts/{post}")
    replies = page.locator(".comment .comment .prose")
    expect(replies).to_have_text([f"Number {number}" for number in range(3)])
    page.get_by_role("button", name="Show 47 more replies").click()
    expect(replies).to_have_count(23)
    page.get_by_role("button", name="Show 27 more replies").click()
    expect(replies).to_have_count(43)
    page.get_by_role("button", name="Show 7 more replies").click()
    expect(replies).to_have_text([f"Number {number}" for number in range(50)])
    expect(page.get_by_role("button", name=re.compile("Show .* repl"))).to_have_count(0)
    page.goto(f"/posts/{post}?comment={ids[20]}")
    expect(page.locator(f"#comment-{ids[20]}")).to_be_focused()
    expect(replies).to_have_text([f"Number {number}" for number in range(18, 40)])
    page.get_by_role("button", name="Show earlier replies").click()
    expect(replies).to_have_count(40)
    page.get_by_role("button", name="Show 10 more replies").click()
    expect(replies).to_have_text([f"Number {number}" for number in range(50)])


def test_ones_own_reply_stands_at_the_end_and_what_is_between_can_be_unfolded(house, post):
    top = say(house, post, "Ask me")
    write_many(house, post, 6, parent=top)
    page = house.page(house.member())
    page.goto(f"/posts/{post}")
    page.get_by_role("button", name="Reply").first.click()
    page.get_by_label("Write a reply").fill("Mine")
    page.locator(".reply-box").get_by_role("button", name="Reply").click()
    replies = page.locator(".comment .comment .prose")
    expect(replies).to_have_text(["Number 0", "Number 1", "Number 2", "Mine"])
    page.get_by_role("button", name="Show 3 more replies").click()
    expect(replies).to_have_text([*(f"Number {number}" for number in range(6)), "Mine"])
    expect(page.get_by_role("button", name=re.compile("Show .* repl"))).to_have_count(0)


def test_a_comment_has_an_address_of_its_own(house, post):
    made = say(house, post, "Quote me")
    page = house.page(house.member())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/posts/{post}")
    expect(page.locator(".comment .permalink")).to_have_attribute("href", f"/posts/{post}?comment={made}")
    page.locator(".comment").get_by_role("button", name="More about this").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast")).to_contain_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{house.url}/posts/{post}?comment={made}"
    page.goto(f"/posts/{post}#comment-{made}")
    expect(page.locator(f"#comment-{made}")).to_be_focused()


def test_a_link_to_a_comment_that_is_gone_says_so_and_shows_the_rest(house, post):
    kept, gone = say(house, post, "Still here"), say(house, post, "Gone soon")
    house.do(house.olu, remove_comment, gone)
    page = house.page(house.member())
    for name in (gone, new_id(), "rubbish"):
        page.goto(f"/posts/{post}?comment={name}")
        expect(page.locator(".gone-note")).to_contain_text("was removed, or it is not for you to see")
        expect(page.locator(".comment .prose")).to_have_text(["Still here"])
    page.locator(".permalink").last.click()
    expect(page.locator(f"#comment-{kept}")).to_be_focused()
    expect(page.locator(".gone-note")).to_have_count(0)


def test_a_removed_comment_keeps_its_place_on_the_page_while_it_is_answered(house, post):
    ada = house.member()
    first = say(house, post, "Soon gone", who=ada)
    reply = say(house, post, "An answer", first)
    page = house.page(ada)
    page.goto(f"/posts/{post}")
    page.locator(".comment").first.get_by_role("button", name="More about this").first.click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".deleted-note")).to_have_text("This comment was removed.")
    expect(page.locator(".comment .comment .prose")).to_have_text("An answer")
    page.reload()
    expect(page.locator(".deleted-note")).to_be_visible()
    staff = house.page(house.olu)
    staff.goto(f"/posts/{post}")
    staff.locator(f"#comment-{reply}").get_by_role("button", name="More about this").click()
    staff.get_by_role("button", name="Remove").click()
    expect(staff.locator(".comment")).to_have_count(0)


def test_a_comment_shows_at_once_and_a_cut_connection_loses_and_doubles_nothing(house, post):
    ada = house.member()
    page = house.page(ada)
    page.goto(f"/posts/{post}")
    page.get_by_label("Write a comment").fill("Sent into the void")
    page.context.set_offline(True)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment[data-pending]")).to_contain_text("Sent into the void")
    expect(page.get_by_label("Write a comment")).to_be_hidden()
    expect(page.locator(".reply-box .field-error")).to_contain_text("Your words are kept", timeout=25_000)
    expect(page.locator(".comment[data-pending]")).to_have_count(0)
    expect(page.get_by_label("Write a comment")).to_have_text("Sent into the void")
    page.context.set_offline(False)
    page.reload()
    box = page.get_by_label("Write a comment")
    expect(box).to_have_text("Sent into the void")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment:not([data-pending]) .prose")).to_have_text(["Sent into the void"])
    expect(box).to_have_text("")
    assert [card.content for card in house.do(ada, list_comments, post).items] == ["Sent into the void"]


def test_a_refused_comment_comes_back_into_its_box_with_the_reason(house, space, post):
    page = house.page(house.member())
    page.goto(f"/posts/{post}")
    box = page.get_by_label("Write a comment")
    box.fill("Too late?")
    house.do(house.olu, archive_space, space.id)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".reply-box .field-error")).to_contain_text("archived")
    expect(box).to_have_text("Too late?")
    expect(page.locator(".comment")).to_have_count(0)
