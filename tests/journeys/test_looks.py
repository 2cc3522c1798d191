"""Every page, wide and narrow, light and dark: nothing axe can find, nothing wider than the screen, room for a thumb.

The pictures are kept in test-results/looks for a person to look at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.conftest import PHONE, WIDE

PICTURES = Path(__file__).parents[2] / "test-results" / "looks"
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
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
LOOKS = [("wide", "light"), ("wide", "dark"), ("phone", "light"), ("phone", "dark")]
SMALL_TARGETS = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), nav a, a.button')]
  .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('.visually-hidden')
     && !e.matches('.visually-hidden, .skip-link') && e.getClientRects().length)
  .map((e) => ({e, r: e.getBoundingClientRect()}))
  .filter(({e, r}) => r.height < 43.5 && !(e.closest('label')?.getBoundingClientRect().height >= 43.5))
  .map(({e, r}) => e.outerHTML.slice(0, 90) + ' ' + Math.round(r.width) + 'x' + Math.round(r.height))"""


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
    "account": "/account",
    "community": "/community",
    "missing": "/nowhere",
}
VISITOR_PAGES = {"visitor": "/", "sign-in": "/sign-in", "sign-up": "/sign-up"}


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", [*PAGES, *VISITOR_PAGES])
def test_a_page_can_be_used_by_everyone(house, furnished, name, size, scheme):
    space, posts = furnished
    who = None if name in VISITOR_PAGES else house.olu
    page = house.page(who, PHONE if size == "phone" else WIDE, color_scheme=scheme, reduced_motion="reduce")
    found = complaints(page)
    page.goto((PAGES | VISITOR_PAGES)[name].format(slug=space.slug, post=posts[0]))
    settle(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{size}-{scheme}.png", full_page=name in {"new-space", "post"})
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if size == "phone":
        assert page.evaluate(SMALL_TARGETS) == []
    assert [each for each in found if "404" not in each] == []


def settle(page: Page) -> None:
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(250)


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
