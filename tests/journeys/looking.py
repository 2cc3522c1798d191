"""How journeys look at a page: a picture for a person, and what a program can judge of it."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, WIDE

PICTURES = Path(__file__).parents[2] / "test-results" / "looks"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
# Each size and each scheme: what overflows does so in both schemes, and what is too pale is so in both sizes.
SIZES = {"wide": WIDE, "phone": PHONE}
LOOKS = [("wide", "light"), ("phone", "dark")]
SMALL_TARGETS = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), nav a, a.button')]
  .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('.visually-hidden')
     && !e.matches('.visually-hidden, .skip-link') && e.getClientRects().length)
  .map((e) => ({e, r: e.getBoundingClientRect()}))
  .filter(({e, r}) => r.height < 43.5 && !(e.closest('label')?.getBoundingClientRect().height >= 43.5))
  .map(({e, r}) => e.outerHTML.slice(0, 90) + ' ' + Math.round(r.width) + 'x' + Math.round(r.height))"""


DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def settle(page: Page) -> None:
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.evaluate(DRAWN)


def check_looks(page: Page, name: str, *, full_page: bool = False) -> None:
    """Check the page in each look, made narrow and dark as it stands, and leave it in the first."""
    for size, scheme in LOOKS:
        show(page, size, scheme)
        check_look(page, f"{name}-{size}-{scheme}", full_page=full_page)
    show(page, *LOOKS[0])


def show(page: Page, size: str, scheme: str) -> None:
    """Give the page a size and a scheme; nothing glides from one to the other."""
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(DRAWN)


def check_look(page: Page, name: str, *, full_page: bool = False) -> None:
    """Keep a picture; nothing that axe can find, nothing wider than the screen, and on a phone room for a thumb."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full_page)
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if page.viewport_size == PHONE:
        assert page.evaluate(SMALL_TARGETS) == []
