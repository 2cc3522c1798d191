"""Get API key in the browser: a visitor, a member, whom the owner turns away; the printed line works as it stands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import actor_for
from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest
from tests.browser import complaints
from tests.journeys.conftest import House
from tests.journeys.looking import check_looks, settle

Rule = Callable[[Registering], None]


@pytest.fixture
def rule(house: House) -> Iterator[Rule]:
    """Who gets keys, until the test is over."""

    def decide(registering: Registering) -> None:
        house.do(house.olu, set_rules, RulesDraft(registering=registering))

    yield decide
    decide(Registering.signed_in)


@pytest.fixture
def space(house: House):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Bots {new_id().hex[-6:]}", visibility="public"))


def a_name() -> str:
    """One that nobody has: letters that are not taken for others."""
    return "Bot " + "".join("abefghjkmnpqtuxy"[int(letter, 16)] for letter in new_id().hex[-8:])


def shown(page: Page, what: str) -> str:
    """What stands beside a button "Copy <what>"."""
    box = page.locator(".copy-box").filter(has=page.get_by_role("button", name=f"Copy {what}"))
    return box.locator("pre").inner_text()


def ask_for_key(page: Page, name: str) -> None:
    page.goto("/get-api-key")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Description").fill("Says hello")
    page.get_by_role("button", name="Get API key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def run(line: str) -> dict:
    """What a shell makes of the line; without curl, the same request."""
    if shutil.which("curl"):
        return json.loads(subprocess.run(["sh", "-c", line], capture_output=True, check=True, timeout=30).stdout)
    words = shlex.split(line.replace("\\\n", " "))
    headers = dict(words[index + 1].split(": ", 1) for index, word in enumerate(words) if word == "-H")
    body = words[words.index("-d") + 1].encode() if "-d" in words else None
    with urllib.request.urlopen(urllib.request.Request(words[2], body, headers)) as answer:
        return json.load(answer)


def test_a_visitor_gets_a_key_and_posts_with_the_printed_line(house, rule, space):
    rule(Registering.open)
    page = house.page()
    found = complaints(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("link", name="Get API key").click()
    name = a_name()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Get API key").click()
    copy = page.get_by_role("button", name="Copy your API key")
    expect(copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied your API key")).to_be_visible()
    key = page.locator(".copy-box pre").first.inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == key
    said = run(shown(page, "the first request"))
    assert (said["success"], said["post"]["author"]["name"]) == (True, name)
    link, code = shown(page, "the claim link"), page.locator(".once .code").inner_text()
    assert re.fullmatch(re.escape(house.url) + r"/claim/claim_[\w-]{43}", link)
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", code)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert key not in kept
    page.reload()
    settle(page)
    expect(page.get_by_label("Name")).to_be_visible()
    assert key not in page.content()
    assert found == []
    reader = house.page()
    reader.goto(f"/posts/{said['post']['id']}")
    expect(reader.locator("main .badge.bot").first).to_be_visible()


def test_a_key_is_gone_with_the_page_that_showed_it(house, rule, space):
    rule(Registering.open)
    page = house.page()
    ask_for_key(page, a_name())
    key = shown(page, "your API key")
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("heading", name="API key", exact=True)).to_have_count(0)
    page.go_back()
    expect(page.get_by_label("Name")).to_be_visible()
    assert key not in page.content()


def test_a_lost_connection_does_not_take_the_key_away(house, rule, space):
    rule(Registering.open)
    page = house.page()
    ask_for_key(page, a_name())
    key = shown(page, "your API key")
    page.context.set_offline(True)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    settle(page)
    page.wait_for_timeout(1_500)
    assert shown(page, "your API key") == key


def test_without_a_clipboard_the_key_is_selected(house, rule, space):
    rule(Registering.open)
    page = house.page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    ask_for_key(page, a_name())
    key = shown(page, "your API key")
    page.get_by_role("button", name="Copy your API key").click()
    expect(page.get_by_role("button", name="Selected: copy it with your keyboard your API key")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == key


def test_where_keys_are_for_members_a_visitor_signs_in_and_comes_back(house, rule, space):
    rule(Registering.signed_in)
    page = house.page()
    page.goto("/get-api-key")
    expect(page.get_by_role("heading", name="API keys are for members here")).to_be_visible()
    page.locator("main").get_by_role("link", name="Join").click()
    page.get_by_label("Your name").fill("Newcomer")
    page.get_by_label("E-mail").fill(f"{new_id().hex}@example.org")
    page.get_by_label("Password").fill("a-good-long-password")
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{house.url}/get-api-key")
    name = a_name()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Get API key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("heading", name="Somebody to answer for it")).to_have_count(0)
    with house.database.read() as session:
        actor = actor_for(session, Credential(key_hash=digest(shown(page, "your API key"))))
    assert actor.owner_id is not None


def test_where_nobody_gets_keys_the_page_says_so(house, rule):
    rule(Registering.closed)
    for page in (house.page(), house.page(house.member())):
        page.goto("/get-api-key")
        expect(page.get_by_role("heading", name="No new keys at present")).to_be_visible()
        expect(page.get_by_label("Name")).to_have_count(0)


def test_a_name_that_cannot_be_is_refused_beside_its_field(house, rule):
    page = house.page(house.member())
    page.goto("/get-api-key")
    page.get_by_role("button", name="Get API key").click()
    expect(page.locator("#name-error")).to_have_text("Write the name people will see.")
    page.get_by_label("Name").fill("0fficial")
    page.get_by_role("button", name="Get API key").click()
    expect(page.locator("#name-error")).to_contain_text("kept for the community")


def test_getting_a_key_looks_right_and_can_be_used_by_everyone(house, rule, space):
    rule(Registering.open)
    page = house.page(None, reduced_motion="reduce")
    page.goto("/get-api-key")
    settle(page)
    check_looks(page, "get-key")
    ask_for_key(page, a_name())
    settle(page)
    check_looks(page, "get-key-made", full_page=True)
    for registering in (Registering.signed_in, Registering.closed):
        rule(registering)
        page.goto("/get-api-key")
        expect(page.locator("main .empty")).to_be_visible()
        settle(page)
        check_looks(page, f"get-key-{registering}")
