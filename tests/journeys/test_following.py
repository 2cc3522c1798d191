"""Members' pages and following: two browsers, a press that shows at once, and a refusal that takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from opentribe.domain.members.commands import follow
from opentribe.domain.members.models import Block, User
from opentribe.domain.members.queries import get_member
from opentribe.domain.posts.commands import comment, like_post, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.looking import check_looks, settle


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Bench {new_id().hex[-6:]}", visibility="public"))


class Person:
    """A fresh member with what the tests need of them."""

    def __init__(self, house, name):
        self.who = house.member(name)
        self.name = f"{name.title()}{house.handle(self.who).removeprefix(name)}"
        self.handle = house.handle(self.who)
        with house.database.read() as session:
            self.id = session.exec(select(User.id).where(User.username == self.handle)).one()


@pytest.fixture
def ada(house):
    return Person(house, "ada")


@pytest.fixture
def ben(house):
    return Person(house, "ben")


def test_what_one_follows_is_in_the_feed_and_counted_on_the_other_screen(house, space, ada, ben):
    post = house.do(ada.who, publish, PostDraft(space_id=space.id, title="By Ada", content="Words"))
    house.do(house.olu, publish, PostDraft(space_id=space.id, title="By Olu", content="Words"))
    house.do(house.olu, like_post, post)
    reader, writer = house.page(ben.who), house.page(ada.who)
    found = complaints(reader)
    reader.goto(f"/posts/{post}")
    reader.locator(".post-page").get_by_role("link", name=ada.name).click()
    expect(reader).to_have_url(f"{house.url}/members/{ada.handle}")
    expect(reader.get_by_role("heading", name=ada.name)).to_be_visible()
    expect(reader.locator(".post-title")).to_have_text(["By Ada"])
    reader.get_by_role("button", name=f"Follow {ada.name}").click()
    expect(reader.get_by_role("button", name=f"Following {ada.name}")).to_have_attribute("aria-pressed", "true")
    expect(reader.get_by_role("button", name="1 follower")).to_be_visible()

    reader.goto("/?sort=following")
    expect(reader.locator(".post-title")).to_have_text(["By Ada"])

    writer.goto(f"/members/{ada.handle}")
    writer.get_by_role("button", name="1 follower").click()
    listed = writer.get_by_role("dialog", name="Followers")
    listed.get_by_role("button", name=f"Follow {ben.name}").click()
    expect(listed.get_by_role("button", name=f"Following {ben.name}")).to_be_visible()
    listed.get_by_role("link", name=ben.name).click()
    expect(writer).to_have_url(f"{house.url}/members/{ben.handle}")
    expect(writer.get_by_role("button", name="1 follower")).to_be_visible()
    expect(listed).to_be_hidden()

    reader.goto(f"/members/{ada.handle}")
    reader.get_by_role("button", name=f"Following {ada.name}").click()
    expect(reader.get_by_role("button", name="0 followers")).to_be_visible()
    reader.goto("/?sort=following")
    expect(reader.get_by_role("heading", name="Posts by people you follow stand here")).to_be_visible()
    first = reader.locator(".suggested").get_by_role("button", name=re.compile("^Follow")).first  # whoever is popular
    name = first.get_attribute("aria-label").removeprefix("Follow ")
    first.click()
    expect(reader.locator(".suggested").get_by_role("button", name=f"Following {name}")).to_be_visible()
    reader.reload()
    expect(reader.locator(".post").first.get_by_role("link", name=name).first).to_be_visible()
    assert found == []


def test_a_refused_press_goes_back_with_the_reason(house, ada, ben):
    page = house.page(ben.who)
    page.goto(f"/members/{ada.handle}")
    button = page.locator(".follow")
    expect(button).to_have_text("Follow")
    with house.database.write() as session:  # while this is open, the server has to wait for its turn
        session.add(Block(blocker_id=ada.id, blocked_id=ben.id))
        session.flush()
        button.click()
        expect(button).to_have_text("Following")
    expect(page.locator(".toast")).to_contain_text("You cannot follow this member at the moment.")
    expect(button).to_have_text("Follow", timeout=2_000)  # with the answer, not when the button gives up waiting
    assert house.do(house.olu, get_member, ada.handle).follower_count == 0


def test_many_followers_are_read_to_the_end(house, ada):
    for _ in range(24):
        house.do(house.member("fan"), follow, ada.id)
    page = house.page(house.olu)
    page.goto(f"/members/{ada.handle}")
    page.get_by_role("button", name="24 followers").click()
    expect(page.get_by_role("dialog").locator(".row")).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_role("dialog").locator(".row")).to_have_count(24)


def test_names_lead_to_pages_and_visitors_to_the_way_in(house, space, ada, ben):
    post = house.do(ada.who, publish, PostDraft(space_id=space.id, title="By Ada", content="Words"))
    house.do(ben.who, comment, CommentDraft(post_id=post, content="A reply"))
    page = house.page()
    assert page.goto(f"/members/{ada.handle}").status == 200
    assert ada.name in page.title()
    page.get_by_role("link", name=f"Sign in to follow {ada.name}").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"/posts/{post}")
    page.locator(".comment").get_by_role("link", name=ben.name).click()
    expect(page.get_by_role("heading", name=ben.name)).to_be_visible()
    assert page.goto("/members/nobody-of-this-name").status == 404
    expect(page.get_by_role("heading", name="We cannot find this member")).to_be_visible()


def test_a_members_page_can_be_used_by_everyone(house, space, ada, ben):
    house.do(ada.who, publish, PostDraft(space_id=space.id, title="By Ada", content="Words"))
    house.do(ben.who, follow, ada.id)
    page = house.page(house.olu, reduced_motion="reduce")
    for name, opened in (("member", False), ("followers", True)):
        page.goto(f"/members/{ada.handle}")
        settle(page)
        if opened:
            page.get_by_role("button", name="1 follower").click()
            expect(page.get_by_role("dialog").locator(".row")).to_have_count(1)
        check_looks(page, name)
