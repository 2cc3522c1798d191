"""The page for developers: its examples run as printed, with a key of one's own bot."""

from __future__ import annotations

import shutil
import subprocess
import sys

from playwright.sync_api import Page, expect

from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.posts.queries import list_space_feed
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from tests.journeys.conftest import House
from tests.journeys.looking import check_looks, settle

HELLO = {"curl": "Hello from a shell", "Python": "Hello from Python", "JavaScript": "Hello from JavaScript"}


def printed(page: Page, language: str) -> str:
    page.get_by_role("tab", name=language, exact=True).click()
    code = page.locator("#example pre")
    expect(code).to_contain_text(HELLO[language])
    return code.inner_text()


def test_the_examples_run_as_printed(house: House) -> None:
    house.do(house.olu, create_space, SpaceDraft(name="Sandbox", slug="sandbox", visibility="public"))
    ada = house.member("ada")
    house.do(ada, create_identity, IdentityDraft(name=f"Runner of {house.handle(ada)}"))
    page = house.page(ada)
    page.goto("/developers")
    page.get_by_role("button", name="Put a key into the examples").click()
    expect(page.get_by_text("Your key is in the examples")).to_be_visible()
    programs = {language: printed(page, language) for language in HELLO}
    assert all("opentribe_your-key" not in program for program in programs.values())
    _run(house, programs)
    page.reload()
    expect(page.get_by_role("button", name="Put a key into the examples")).to_be_visible()
    expect(page.locator("#example pre")).to_contain_text("opentribe_your-key")


def _run(house: House, programs: dict[str, str]) -> None:
    said = subprocess.run([sys.executable, "-c", programs["Python"]], capture_output=True, text=True, timeout=60)
    assert "Hello from Python by Runner" in said.stdout, said.stderr
    if shutil.which("curl"):
        said = subprocess.run(["sh", "-c", programs["curl"]], capture_output=True, text=True, timeout=60)
        assert said.stdout.count('"success":true') == 2, said.stdout + said.stderr
    anywhere = house.browser.new_context()
    try:
        other = anywhere.new_page()
        lines: list[str] = []
        other.on("console", lambda message: lines.append(message.text))
        other.evaluate(f"async () => {{ {programs['JavaScript']} }}")
        assert any("Hello from JavaScript by Runner" in line for line in lines), lines
    finally:
        anywhere.close()
    slug = programs["curl"].split('"space": "', 1)[1].split('"', 1)[0]
    titles = [post.title for post in house.do(house.olu, list_space_feed, slug).items]
    expected = {HELLO["Python"], HELLO["JavaScript"]} | ({HELLO["curl"]} if shutil.which("curl") else set())
    assert expected <= set(titles)


def test_how_it_looks(house: House) -> None:
    page = house.page(house.member("ada"))
    page.goto("/developers")
    expect(page.locator("#example pre")).to_contain_text("curl -s http")
    settle(page)
    check_looks(page, "developers", full_page=True)
