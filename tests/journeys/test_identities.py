"""One's identities in the browser: bots with their keys, pen names, claims, and the owner's rules for all of it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities import commands
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import IdentityDraft, Registered, RulesDraft
from opentribe.domain.posts.queries import list_home_feed
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests import samples
from tests.browser import complaints
from tests.journeys.conftest import House
from tests.journeys.looking import check_looks, settle
from tests.journeys.test_getting_keys import a_name, shown

JPEG = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": samples.photo(6)}
VISITOR = Credential(address="203.0.113.5")


@pytest.fixture(autouse=True)
def _rules(house: House) -> Iterator[None]:
    """As the owner left them."""
    yield
    house.do(house.olu, commands.set_rules, RulesDraft())


@pytest.fixture
def space(house: House):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Names {new_id().hex[-6:]}", visibility="public"))


def register(house: House, who: Credential) -> Registered:
    house.do(house.olu, commands.set_rules, RulesDraft(registering=Registering.open))
    return house.do(who, commands.register, IdentityDraft(name=a_name(), description="Says hello"))


def post(house: House, key: str, slug: str) -> int:
    """Over the API; the status that came back."""
    body = json.dumps({"space": slug, "title": "Hello", "content": "From a program"}).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{house.url}/api/v1/posts", body, headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def row(page: Page, words: str):
    return page.locator("li.row").filter(has_text=words)


def test_a_member_makes_a_bot_rotates_revokes_and_deletes(house, space):
    ada = house.member()
    page = house.page(ada)
    found = complaints(page)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Identities and bots").click()
    expect(page.get_by_text("You: what you write as a member.")).to_be_visible()
    page.get_by_role("link", name="New bot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Get API key")
    name = a_name()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Get API key").click()
    expect(page.locator(".copy-box").first).to_be_visible()
    first = shown(page, "your API key")
    assert post(house, first, space.slug) == 201
    page.get_by_role("link", name="Give it a picture, or another key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(row(page, "First key")).to_contain_text("used just now")

    page.get_by_role("button", name="New key").click()
    page.get_by_label("Name").fill("Cellar")
    page.get_by_label("Works").select_option("30")
    page.get_by_role("button", name="Make the key").click()
    second = shown(page, "the new key")
    expect(row(page, "Cellar")).to_contain_text(second[-4:])
    assert post(house, second, space.slug) == 201

    page.get_by_role("button", name=re.compile("^Rotate First key")).click()
    page.get_by_label("Hours that the old key lives on").fill("2")
    page.get_by_role("button", name="Rotate it").click()
    expect(page.get_by_role("heading", name=re.compile("The new key of First key"))).to_be_visible()
    third = shown(page, "the new key")
    assert third not in {first, second}
    assert [post(house, key, space.slug) for key in (first, third)] == [201, 201]

    page.get_by_role("button", name=f"Revoke Cellar …{second[-4:]}").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(row(page, "Cellar")).to_contain_text("Revoked")
    assert post(house, second, space.slug) == 401

    page.reload()
    settle(page)
    assert third not in page.content()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect(row(page, name)).to_contain_text("Deleted")
    assert [post(house, key, space.slug) for key in (first, third)] == [401, 401]
    assert name in {card.author_name for card in house.do(house.olu, list_home_feed).items}
    assert found == []


def test_a_bot_gets_a_picture_and_words_and_loses_them_again(house, space):
    ada = house.member()
    made = register(house, ada)
    assert post(house, made.secret, space.slug) == 201
    page, reader = house.page(ada), house.page()
    page.goto(f"/identities/{made.id}")
    settle(page)
    page.get_by_label("Upload its picture").set_input_files(JPEG)
    expect(page.locator("main h1 >> xpath=../../span >> css=img")).to_have_attribute("src", re.compile("^/files/"))
    reader.goto(f"/spaces/{space.slug}")
    expect(reader.locator(".post .avatar img").first).to_have_attribute("src", re.compile("^/files/"))
    page.get_by_label("Description").fill("Says hello, and goodbye")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Remove its picture").click()
    reader.reload()
    expect(reader.locator(".post .avatar img").first).to_have_attribute("src", re.compile("^/avatars/bot-"))
    page.reload()
    expect(page.get_by_label("Description")).to_have_value("Says hello, and goodbye")


def test_a_pen_name_is_made_within_the_number(house):
    ada = house.member()
    house.do(house.olu, commands.set_rules, RulesDraft(identities_per_member=1))
    page = house.page(ada)
    page.goto("/identities")
    page.get_by_role("button", name="New pen name").click()
    page.get_by_role("button", name="Create").click()
    expect(page.locator("#name-error")).to_have_text("Write the name people will see.")
    name = a_name()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Create").click()
    expect(row(page, name)).to_contain_text("Pen name")
    expect(page.get_by_text("1 of 1 beside yourself.")).to_be_visible()
    page.get_by_role("button", name="New pen name").click()
    page.get_by_label("Name", exact=True).fill(a_name())
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".form-error")).to_contain_text("1 is the most here")
    page.keyboard.press("Escape")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="Keys")).to_have_count(0)


def test_a_visitor_opens_a_claim_link_signs_in_and_answers_for_the_bot(house):
    made = register(house, VISITOR)
    page = house.page()
    page.goto(f"/claim/{made.claim_token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(made.name)
    expect(page.locator(".claim-code")).to_have_text(made.verification_code)
    page.get_by_role("link", name="Sign in to answer for it").click()
    ada = house.member()
    page.get_by_label("E-mail").fill(f"{house.handle(ada)}@example.org")
    page.get_by_label("Password").fill("a-good-long-password")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Answer for this bot").click()
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    expect(row(page, "First key")).to_contain_text(made.secret[-4:])
    for other in (house.page(), house.page(house.member())):
        other.goto(f"/claim/{made.claim_token}")
        expect(other.get_by_role("heading", name="This claim link leads nowhere")).to_be_visible()


def test_two_claim_at_once_and_one_of_them_is_told(house):
    made = register(house, VISITOR)
    pages = [house.page(house.member()) for _ in range(2)]
    for page in pages:
        page.goto(f"/claim/{made.claim_token}")
        expect(page.get_by_role("button", name="Answer for this bot")).to_be_enabled()
    for page in pages:
        page.get_by_role("button", name="Answer for this bot").click()
    pages[0].wait_for_url("**/identities/*")
    expect(pages[1].locator(".form-error")).to_contain_text("somebody has used it")


def test_a_bot_is_claimed_with_its_key(house):
    made = register(house, VISITOR)
    page = house.page(house.member())
    page.goto("/identities")
    page.get_by_label("API key").fill("opentribe_not-a-key")
    page.get_by_role("button", name="Claim it").click()
    expect(page.locator("#key-error")).to_contain_text("Check that the whole key is there")
    page.get_by_label("API key").fill(made.secret)
    page.get_by_role("button", name="Claim it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(made.name)
    page.get_by_role("link", name="Identities", exact=True).click()
    expect(row(page, made.name)).to_contain_text("1 key")


def test_the_owner_decides_and_a_visitor_sees_it(house):
    page, visitor = house.page(house.olu), house.page()
    page.goto("/bots")
    page.get_by_text("Everybody", exact=True).click()
    page.get_by_label("Requests a minute").fill("3")
    page.get_by_label("Posts an hour").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#posts_per_hour-error")).to_have_text("Write a whole number.")
    page.get_by_label("Posts an hour").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#requests_per_minute-error")).to_have_text("Use 10 to 100,000.")
    page.get_by_label("Requests a minute").fill("300")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds from now on")).to_be_visible()
    visitor.goto("/get-api-key")
    expect(visitor.get_by_text("No account needed.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Posts an hour")).to_have_value("12")
    page.get_by_text("Nobody new", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds from now on").last).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_role("heading", name="No new keys at present")).to_be_visible()


def test_what_is_not_ones_own_is_not_there(house):
    made = register(house, house.member())
    for who, path, words in (
        (house.member("ben"), f"/identities/{made.id}", "We cannot find this identity"),
        (house.olu, f"/identities/{made.id}", "We cannot find this identity"),
        (house.member("ben"), "/identities/rubbish", "We cannot find this identity"),
        (house.member("ben"), "/bots", "We cannot find this page"),
        (None, "/bots", "We cannot find this page"),
        (None, "/identities", "Sign in first"),
        (None, f"/identities/{made.id}", "Sign in first"),
        (None, "/claim/rubbish", "This claim link leads nowhere"),
    ):
        page = house.page(who)
        page.goto(path)
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        assert made.name not in page.content()


def test_these_pages_look_right_and_can_be_used_by_everyone(house):
    ada = house.member()
    made, free = register(house, ada), register(house, VISITOR)
    house.do(ada, commands.create_identity, IdentityDraft(name=a_name(), is_bot=False))
    gone = register(house, ada)
    house.do(ada, commands.delete_identity, gone.id)
    page = house.page(ada, reduced_motion="reduce")
    for name, path in (
        ("identities", "/identities"),
        ("identity", f"/identities/{made.id}"),
        ("claim", f"/claim/{free.claim_token}"),
        ("claim-used", "/claim/rubbish"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        check_looks(page, name, full_page=True)
    page.goto(f"/identities/{made.id}")
    for number, opens in enumerate(("New key", re.compile("^Rotate"), re.compile("^Revoke"), "Delete")):
        page.get_by_role("button", name=opens, exact=True).click()
        expect(page.locator("dialog[open]")).to_be_visible()
        check_looks(page, f"identity-asks-{number}")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    owner = house.page(house.olu, reduced_motion="reduce")
    owner.goto("/bots")
    expect(owner.get_by_label("Posts an hour")).to_be_visible()
    check_looks(owner, "bots", full_page=True)
