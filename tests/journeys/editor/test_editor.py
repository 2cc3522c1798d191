"""The rich editor in a real browser: by keys, by buttons, by paste, on a phone, and when it cannot be had."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from opentribe.domain.members.queries import get_me
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.queries import get_post
from opentribe.domain.posts.schemas import PostDraft
from tests.journeys.conftest import PHONE
from tests.journeys.editor.desk import PASTE, posted


def test_signs_become_what_they_mean_while_one_types(house, space, ada, page):
    for typed in ("## Seeds", "\n", "**bold** *soft* ~~gone~~ `x` ", "\n", "- one\n", "two\n\n", "1. first\n\n"):
        page.keyboard.type(typed)
    for typed in ("> said\n\n", "[ ] water\n", "weed\n\n", "```python ", "x = 1"):
        page.keyboard.type(typed)
    expect(page.locator(".ProseMirror")).not_to_contain_text("**")
    assert posted(house, page, ada, space) == (
        "## Seeds\n\n**bold** *soft* ~~gone~~ `x`\n\n- one\n- two\n\n1. first\n\n> said\n\n- [ ] water\n- [ ] weed\n\n"
        "```python\nx = 1\n```"
    )
    shown = page.locator(".post .prose")
    expect(shown.locator("h4")).to_have_text("Seeds")
    expect(shown.locator("input[type=checkbox]")).to_have_count(2)


def test_the_toolbar_is_used_by_keyboard_alone(house, space, ada, page):
    page.keyboard.type("words")
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    toolbar = page.get_by_role("toolbar", name="Formatting")
    expect(toolbar.get_by_role("button").first).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    bold = toolbar.get_by_role("button", name="Bold")
    expect(bold).to_be_focused()
    page.keyboard.press("Enter")
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ProseMirror strong")).to_have_text("words")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.press("Control+b")
    expect(bold).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+Shift+8")
    expect(page.locator(".ProseMirror li")).to_have_text("words")
    page.keyboard.press("Control+z")
    expect(page.locator(".ProseMirror li")).to_have_count(0)
    assert posted(house, page, ada, space) == "words"


def test_a_slash_offers_blocks(house, space, ada, page):
    page.keyboard.type("/")
    listed = page.get_by_role("listbox", name="Blocks")
    expect(listed.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("tabl")
    expect(listed.get_by_role("option")).to_have_text(["Table"])
    page.keyboard.press("Enter")
    for typed in ("Name", "Tab", "Grams", "Tab", "Tab", "Kale", "Tab", "20"):
        page.keyboard.press(typed) if typed == "Tab" else page.keyboard.type(typed)
    tools = page.get_by_role("group", name="Table")
    tools.get_by_role("button", name="Align the column right").click()
    page.keyboard.press("Tab")
    tools.get_by_role("button", name="Remove the column").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("gone")
    tools.get_by_role("button", name="Remove the row").click()
    assert posted(house, page, ada, space) == "| Name | Grams |\n| --- | --: |\n| Kale | 20 |"


def test_escape_closes_the_offer_and_leaves_the_slash(house, space, ada, page):
    page.keyboard.type("/qu")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.type("iet")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert posted(house, page, ada, space) == "/quiet"


def test_a_link_is_made_changed_and_taken_away(house, space, ada, page):
    page.keyboard.type("read this")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+k")
    field = page.get_by_label("Address of the link")
    expect(field).to_be_focused()
    field.fill("javascript:alert(1)")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("example.org/a")
    field.press("Enter")
    expect(page.locator(".ProseMirror a")).to_have_attribute("href", "https://example.org/a")
    expect(page.locator(".ProseMirror")).to_be_focused()
    assert posted(house, page, ada, space) == "read [this](https://example.org/a)"


def test_a_code_block_gets_its_language(house, space, ada, page):
    page.get_by_role("button", name="Code block").click()
    page.keyboard.type("let x")
    page.get_by_label("Language").select_option("Rust")
    expect(page.locator(".ProseMirror")).to_be_focused()
    assert posted(house, page, ada, space) == "```rust\nlet x\n```"
    expect(page.locator(".post .prose pre .k, .post .prose pre .kd")).to_have_text("let")


def test_markdown_is_pasted_as_what_it_means(house, space, ada, page):
    page.evaluate(PASTE, ["text/plain", "# Plan\n\n- [x] dig\n- [ ] sow\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"])
    expect(page.locator(".ProseMirror h3")).to_have_text("Plan")
    expect(page.locator(".ProseMirror td")).to_have_count(2)
    page.locator(".ProseMirror").get_by_role("checkbox").nth(1).check()
    stored = posted(house, page, ada, space)
    assert stored == "# Plan\n\n- [x] dig\n- [x] sow\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_pasted_html_keeps_its_form_and_nothing_else(house, space, ada, page):
    page.evaluate(
        PASTE,
        [
            "text/html",
            "<h2 onclick='x()'>Head</h2><p style='color:red'><b>bold</b> <script>alert(1)</script>"
            "<a href='javascript:alert(1)'>bad</a> <a href='https://e.org'>good</a><img src='x' onerror='alert(1)'></p>"
            "<table><tr><td><p>a</p></td><td colspan=1><p>b</p><p>c</p></td></tr><tr><td>1</td><td>2</td></tr></table>",
        ],
    )
    expect(page.locator(".ProseMirror h4")).to_have_text("Head")
    assert all("inline event handler" in said for said in page.complaints)  # which the policy refused
    page.complaints.clear()
    assert posted(house, page, ada, space) == (
        "## Head\n\n**bold** bad [good](https://e.org)\n\n| a | b c |\n| --- | --- |\n| 1 | 2 |"
    )


def test_an_edit_touches_nothing_but_what_was_edited(house, space, ada):
    written = "Setext\n======\n\n* star   \n* list\n\n[ref] here\n\n[ref]: https://example.org\n\n__end__"
    post = house.do(ada, publish, PostDraft(space_id=space.id, content=written))
    stored = house.do(ada, get_post, post).content
    page = house.page(ada)
    page.goto(f"/posts/{post}?edit=1")
    expect(page.locator(".ProseMirror [data-verbatim]")).to_have_text("[ref]: https://example.org")
    page.locator(".ProseMirror").press("Control+End")
    page.keyboard.type(" of it")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".post-page .prose")).to_contain_text("of it")
    changed = house.do(ada, get_post, post).content
    assert changed == stored.replace("__end__", "**end of it**").replace(
        "[ref] here", "[ref](https://example.org) here"
    )


def test_one_changes_to_markdown_and_back(house, space, ada, page):
    page.keyboard.type("**bold** words")
    page.get_by_role("button", name="Markdown").click()
    area = page.locator("textarea")
    expect(area).to_have_value("**bold** words")
    area.press("End")
    page.keyboard.type(" and *more*")
    page.reload()
    expect(area).to_have_value("**bold** words and *more*")
    page.get_by_role("button", name="Rich text").click()
    expect(page.locator(".ProseMirror em")).to_have_text("more")
    assert posted(house, page, ada, space) == "**bold** words and *more*"


def test_without_the_editor_one_writes_in_the_plain_box(house, space, ada):
    page = house.page(ada)
    page.route("**/assets/editor*", lambda route: route.abort())
    page.goto(f"/spaces/{space.slug}")
    page.get_by_role("button", name="Share something").click()
    page.get_by_label("What is on your mind?").fill("still **works**")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post .prose strong")).to_have_text("works")
    expect(page.locator(".ProseMirror")).to_have_count(0)


def test_the_editor_comes_only_when_one_writes(house, space, ada):
    post = house.do(ada, publish, PostDraft(space_id=space.id, content="Read me"))
    page = house.page(ada)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/assets/editor" in request.url else None)
    page.goto(f"/posts/{post}")
    expect(page.locator(".post-page .prose")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_label("Write a comment").click()
    expect(page.locator(".reply-box .ProseMirror")).to_be_focused()
    assert asked
    page.keyboard.type("read - *twice*")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .prose em")).to_have_text("twice")
    expect(page.locator(".reply-box .ProseMirror")).to_have_text("")


def test_on_a_phone_everything_can_be_reached(house, space, ada):
    page = house.page(ada, viewport=PHONE, has_touch=True)
    page.goto(f"/spaces/{space.slug}")
    page.get_by_role("button", name="Share something").tap()
    expect(page.locator(".ProseMirror")).to_be_focused()
    for button in page.get_by_role("toolbar", name="Formatting").get_by_role("button").all():
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box["width"] >= 43.5
        assert box["height"] >= 43.5
    page.get_by_role("button", name="Table").tap()
    page.get_by_role("button", name="Add a column").tap()
    expect(page.locator(".ProseMirror th")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_people_and_tags_are_offered_while_one_types(house, space, ada, page):
    name = house.do(house.member("gwen"), get_me).username
    house.do(house.olu, publish, PostDraft(space_id=space.id, content="About #greenhouses"))
    page.keyboard.type(f"Ask @{name[:5]}")
    people = page.get_by_role("listbox", name="People")
    expect(people.get_by_role("option").first).to_contain_text("@gwen")
    expect(page.locator(".ProseMirror")).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    page.keyboard.type(name[5:])
    expect(people.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("of #greenh")
    expect(page.get_by_role("listbox", name="Tags").get_by_role("option")).to_contain_text(["greenhouses"])
    page.keyboard.press("Tab")
    assert posted(house, page, ada, space) == f"Ask @{name} of #greenhouses"
    expect(page.locator(".post .prose a").first).to_have_text(f"@{name}")
