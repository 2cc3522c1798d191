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
    pages = [house.page(ada), house.page(ada, PHONE, reduced_motion="reduce")]
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
    wide.locator(".celebration").get_by_role("button", name="Close").click()
    expect(wide.locator(".celebration")).to_have_count(0)
    expect(liker.locator(".celebration")).to_have_count(0)
