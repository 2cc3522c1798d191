"""Signing in and out as a person does it, and what a shared or stolen computer shows afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.auth.commands import sign_out_everywhere
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.cast import PASSWORD


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def members_only(house):
    """A post that no visitor may see."""
    name = f"Inside {new_id().hex[-8:]}"
    space = house.do(house.olu, create_space, SpaceDraft(name=name))
    house.do(house.olu, publish, PostDraft(space_id=space.id, title="For members", content="Private words"))
    return f"/spaces/{space.slug}"


def test_wrong_words_are_told_the_same_whoever_asks(house):
    page = house.page()
    said = []
    for email in ("olu@example.org", "nobody@example.org"):
        page.goto("/sign-in")
        sign_in(page, email, "not-the-password")
        error = page.locator(".form-error")
        expect(error).to_be_visible()
        said.append(error.inner_text())
        expect(page.get_by_label("E-mail")).to_have_value(email)
    assert said[0] == said[1]


def test_one_comes_back_to_where_one_wanted_to_go(house, members_only):
    page = house.page()
    response = page.goto(members_only)
    assert response.status == 404
    expect(page.get_by_role("heading", name="We cannot find this space")).to_be_visible()
    page.goto(f"/sign-in?next={members_only}")
    sign_in(page, "olu@example.org")
    page.wait_for_url(f"**{members_only}")
    expect(page.get_by_text("Private words")).to_be_visible()


def test_after_signing_out_nothing_is_left_on_the_screen(house, members_only):
    ada = house.member()
    page = house.page(ada)
    page.goto(members_only)
    expect(page.get_by_text("Private words")).to_be_visible()
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("link", name="Join", exact=True)).to_be_visible()
    page.goto(members_only)
    expect(page.get_by_role("heading", name="We cannot find this space")).to_be_visible()
    assert "Private words" not in page.content()
    page.go_back()
    assert "Private words" not in page.content()


def test_devices_are_listed_and_signed_out(house):
    ada = house.member()
    page = house.page(ada)
    page.goto("/account")
    expect(page.get_by_text("This device")).to_be_visible()
    handle = page.locator(".portrait small").inner_text().split(" ")[0].removeprefix("@")
    phone = house.page()
    phone.goto("/sign-in")
    sign_in(phone, f"{handle}@example.org")
    phone.wait_for_url("**/")
    page.reload()
    devices = page.locator(".section").filter(has_text="Signed in on").locator(".row")
    expect(devices).to_have_count(2)
    other = devices.filter(has_not_text="This device")
    other.get_by_role("button", name="Sign out").click()
    expect(devices).to_have_count(1)
    phone.reload()
    expect(phone.get_by_role("link", name="Join", exact=True)).to_be_visible()


def test_an_open_page_whose_session_ended_leads_to_the_door(house, members_only):
    ada = house.member()
    page = house.page(ada)
    page.goto(members_only)
    expect(page.get_by_text("Private words")).to_be_visible()
    house.do(ada, sign_out_everywhere)
    page.get_by_role("button", name="Like this post").first.click()
    page.wait_for_url("**/sign-in")
    assert "Private words" not in page.content()


def test_sign_up_names_every_field_and_keeps_what_was_typed(house):
    page = house.page()
    page.goto("/sign-up")
    page.get_by_label("Your name").fill("Zoë Ångström")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Password").fill("short")
    expect(page.get_by_label("Handle")).to_have_attribute("placeholder", "zoe_angstrom")
    page.get_by_role("button", name="Create account").click()
    expect(page.locator("#email-error")).to_contain_text("e-mail address")
    expect(page.locator("#password-error")).to_contain_text("at least 8")
    expect(page.get_by_label("Your name")).to_have_value("Zoë Ångström")
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
