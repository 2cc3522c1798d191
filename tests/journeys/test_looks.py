"""Every page, wide and narrow, light and dark: nothing axe can find, nothing wider than the screen, room for a thumb.

The pictures are kept in test-results/looks for a person to look at.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.looking import check_looks, settle

TEXT = """A paragraph with **bold**, a [link](https://example.org) and `code`.

- one
- two

> Somebody said this.

```python
print("hello, " + name)
```

| a | b |
| - | - |
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def furnished(shared_house):
    house = shared_house
    space = house.do(
        house.olu, create_space, SpaceDraft(name=f"Looks {new_id().hex[-6:]}", description="What it is for")
    )
    posts = [
        house.do(house.olu, publish, PostDraft(space_id=space.id, title="A title of some length", content=TEXT)),
        house.do(house.olu, publish, PostDraft(space_id=space.id, content="Short. " + "Long. " * 200)),
    ]
    first = house.do(house.olu, comment, CommentDraft(post_id=posts[0], content="A comment"))
    house.do(house.olu, comment, CommentDraft(post_id=posts[0], parent_id=first, content="A *reply*"))
    return space, posts


PAGES = {
    "home": "/",
    "space": "/spaces/{slug}",
    "post": "/posts/{post}",
    "composer": "/spaces/{slug}#compose",
    "new-space": "/spaces/new",
    "edit-space": "/spaces/{slug}/edit",
    "arrange": "/spaces",
    "bookmarks": "/bookmarks",
    "leaderboard": "/leaderboard",
    "badges": "/badges",
    "account": "/account",
    "community": "/community",
    "points": "/points",
    "points-settings": "/points/settings",
    "missing": "/nowhere",
}
VISITOR_PAGES = {"visitor": "/", "sign-in": "/sign-in", "sign-up": "/sign-up"}


@pytest.mark.parametrize("name", [*PAGES, *VISITOR_PAGES])
def test_a_page_can_be_used_by_everyone(house, furnished, name):
    space, posts = furnished
    who = None if name in VISITOR_PAGES else house.olu
    page = house.page(who, reduced_motion="reduce")
    found = complaints(page)
    page.goto((PAGES | VISITOR_PAGES)[name].format(slug=space.slug, post=posts[0]))
    settle(page)
    check_looks(page, name, full_page=name in {"new-space", "post"})
    assert [each for each in found if "404" not in each] == []


def test_everything_is_reached_by_keyboard(house, furnished):
    page = house.page(house.olu)
    page.goto(f"/spaces/{furnished[0].slug}")
    settle(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.get_by_role("button", name="Your account").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_dark_and_light_are_chosen_and_kept(house):
    page = house.page(house.olu, color_scheme="light")
    page.goto("/")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(background) != light
    page.reload()
    assert page.evaluate(background) != light
