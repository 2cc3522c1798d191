"""What one does is recognised: points and levels show at once, boards and badges say who did most."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlmodel import col

from opentribe.domain.members.models import User
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from tests.journeys.conftest import PHONE
from tests.journeys.looking import PICTURES, check_look

_numbers = itertools.count(1)


@pytest.fixture
def space(house):
    return house.do(house.olu, create_space, SpaceDraft(name=f"Recognition {next(_numbers)}"))


def give(house, who, points: int) -> None:
    """Points from before."""
    with house.database.write() as session:
        session.connection().execute(
            update(User).where(col(User.username) == house.handle(who)).values(points=points, level=1)
        )


def test_a_like_is_points_on_the_authors_page_and_a_level_is_celebrated(house, space):
    ada, ben = house.member("ada"), house.member("ben")
    post = house.do(ada, publish, PostDraft(space_id=space.id, title="Worth a like", content="Words"))
    give(house, ada, 0)
    pages = [house.page(ada), house.page(ada, PHONE, color_scheme="dark", reduced_motion="reduce")]
    liker = house.page(ben)
    for page in pages:
        page.goto("/account")
        expect(page.get_by_role("heading", name="Account").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.locator(".gain")).to_have_count(0)
    give(house, ada, 48)
    liker.goto(f"/posts/{post}")
    liker.locator(".post-page").get_by_role("button", name="Like this post").click()
    for page in pages:
        expect(page.locator(".gain")).to_have_text("+2 points for a like")
        expect(page.locator(".celebration")).to_contain_text("You reached level 2")
        expect(page.locator(".celebration")).to_contain_text("Contributor")
    wide, phone = pages
    expect(wide.locator(".confetti")).to_be_visible()
    expect(phone.locator(".confetti")).to_be_hidden()
    check_look(phone, "celebration-phone-dark")
    wide.screenshot(path=PICTURES / "celebration-wide-light.png")
    wide.locator(".celebration").get_by_role("button", name="Close").click()
    expect(wide.locator(".celebration")).to_have_count(0)
    expect(liker.locator(".celebration")).to_have_count(0)


def test_a_few_words_complete_a_profile(house):
    ada = house.member("ada")
    with house.database.write() as session:  # a picture of her own; how it is brought is another journey
        mine = col(User.username) == house.handle(ada)
        session.connection().execute(update(User).where(mine).values(avatar_file="/files/face.webp"))
    page = house.page(ada)
    page.goto("/account")
    words = page.get_by_label("A few words")
    expect(words).to_have_value("")
    page.wait_for_load_state("networkidle")
    words.fill("x" * 1001)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Use at most 1000 characters; this has 1001.")).to_be_visible()
    words.fill("I mend **clocks**.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It stands on your page.")).to_be_visible()
    expect(page.locator(".gain")).to_have_text("+10 points for your profile")
    page.reload()
    expect(words).to_have_value("I mend **clocks**.")
    page.get_by_role("main").get_by_role("link", name="Your page").click()
    expect(page.locator(".member-bio strong")).to_have_text("clocks")


def test_one_finds_oneself_on_the_leaderboard_and_may_leave_it(house):
    who, other = house.member("ada"), house.member("ben")
    give(house, who, 5_000_000)
    give(house, other, 4_000_000)
    page = house.page(who)
    page.goto("/leaderboard")
    mine = page.locator(".board .row[data-me=true]")
    expect(mine).to_contain_text(house.handle(who))
    expect(mine.locator(".rank")).to_have_text("Number 1")
    expect(page.locator(".own")).to_contain_text("You are number 1")
    page.get_by_role("link", name="This week").click()
    expect(page.locator(".own")).not_to_contain_text("5000000")
    page.get_by_role("link", name="All time").click()
    page.get_by_label("Show me on the leaderboard").click()
    expect(page.get_by_text("You are not on this board")).to_be_visible()
    expect(mine).to_have_count(0)
    expect(page.locator(".board .row").first).to_contain_text(house.handle(other))
    give(house, who, 0)
    give(house, other, 0)


def test_the_owner_makes_a_badge_and_gives_it(house):
    ada = house.member("ada")
    page, own = house.page(house.olu), house.page(ada)
    own.goto("/account")
    own.wait_for_load_state("networkidle")
    page.goto("/badges")
    name = f"Helper {next(_numbers)}"
    page.get_by_label("Name").fill(name)
    page.get_by_label("Icon").fill("🤝")
    page.get_by_role("button", name="Make badge").click()
    page.get_by_role("button", name=f"Give {name}").click()
    page.get_by_label("Member").fill(house.handle(ada))
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".badge-list .row").filter(has_text=name)).to_contain_text("1 member")
    expect(own.get_by_text(f"A badge for you: {name}")).to_be_visible()
    page.goto(f"/members/{house.handle(ada)}")
    expect(page.get_by_label("Badges")).to_contain_text(name)
