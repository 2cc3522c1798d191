"""Levels as people meet them: the owner names one and it stands beside a name; a member sees what points are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from opentribe.domain.gamification.commands import set_levels
from opentribe.domain.gamification.level_drafts import LevelDraft, LevelsDraft
from opentribe.domain.gamification.queries import get_levels_form, list_default_levels
from opentribe.domain.gamification.reactions import score
from opentribe.domain.posts.commands import comment, publish, remove_post
from opentribe.domain.posts.facts import CommentPublished, PostPublished, PostRemoved
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit import clock
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.conftest import PHONE, House

SETTINGS = "/points/settings"


def to_defaults(house: House) -> None:
    """The levels that a community begins with, by the command that the editor calls."""
    rows = [LevelDraft(**level.model_dump(exclude={"id"})) for level in house.do(house.olu, list_default_levels)]
    house.do(house.olu, set_levels, LevelsDraft(version=house.do(house.olu, get_levels_form).version, levels=rows))


@pytest.fixture(autouse=True)
def defaults(house: House) -> Iterator[None]:
    """Others find the levels as they were."""
    yield
    to_defaults(house)


@pytest.fixture
def space(house: House):  # type: ignore[no-untyped-def]
    return house.do(house.olu, create_space, SpaceDraft(name=f"Garden {new_id().hex[-6:]}"))


def happened(house: House, *facts) -> None:  # type: ignore[no-untyped-def]
    """What a worker would do for these facts; the deeds were done behind the server's back."""
    with house.database.write() as session:
        for fact in facts:
            score(session, fact, clock.now())


def test_the_owner_names_a_level_and_it_stands_beside_a_name(house, space):
    ada = house.member()
    post = house.do(ada, publish, PostDraft(space_id=space.id, title="First light", content="Hello"))
    page = house.page(house.olu)
    found = complaints(page)
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Points and levels").click()
    page.get_by_label("Name of level 1", exact=True).fill("Contributor")
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_text("Another level has this name.")).to_be_visible()
    page.get_by_label("Name of level 1", exact=True).fill("Seedling")
    page.get_by_label("Points at which level 3 begins").fill("140")
    page.get_by_role("button", name="Remove level 10").click()
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_text("Levels saved.")).to_be_visible()
    expect(page.get_by_label("Name of level 10")).to_have_count(0)
    expect(page.locator(".releveling")).to_have_count(0)
    page.goto(f"/posts/{post}")
    badge = page.locator(".post-page .byline").get_by_role("img", name="Level 1: Seedling")
    expect(badge.first).to_be_visible()
    page.goto(f"/members/{house.handle(ada)}")
    expect(page.get_by_role("heading", level=1).get_by_role("img", name="Level 1: Seedling")).to_be_visible()
    assert found == []


def test_who_edits_levels_that_changed_meanwhile_takes_them_over(house):
    page = house.page(house.olu)
    page.goto(SETTINGS)
    page.get_by_label("Name of level 2", exact=True).fill("Mine")
    to_defaults(house)
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_text("Somebody changed the levels meanwhile")).to_be_visible()
    expect(page.get_by_label("Name of level 2", exact=True)).to_have_value("Mine")
    page.get_by_role("button", name="Take over theirs").click()
    expect(page.get_by_label("Name of level 2", exact=True)).to_have_value("Contributor")
    page.get_by_label("points for Commenting").fill("5000")
    page.get_by_role("button", name="Save points").click()
    expect(page.get_by_text("Use a number from 0 to 1000; 0 gives nothing.")).to_be_visible()
    page.get_by_label("points for Commenting").fill("6")
    page.get_by_role("button", name="Save points").click()
    expect(page.get_by_text("Saved. It holds from now on")).to_be_visible()
    page.reload()
    expect(page.get_by_label("points for Commenting")).to_have_value("6")
    page.get_by_label("points for Commenting").fill("5")
    page.get_by_role("button", name="Save points").click()
    expect(page.get_by_text("Saved. It holds from now on")).to_be_visible()


def test_a_member_sees_what_points_were_for(house, space):
    ada = house.member()
    posts = [
        house.do(ada, publish, PostDraft(space_id=space.id, title=title, content="x")) for title in ("Kept", "Not")
    ]
    reply = house.do(ada, comment, CommentDraft(post_id=posts[0], content="And another thing"))
    happened(house, *(PostPublished(post_id=each, space_id=space.id, identity_id=each) for each in posts))
    happened(house, CommentPublished(comment_id=reply, post_id=posts[0], identity_id=reply))
    house.do(ada, remove_post, posts[1])
    happened(house, PostRemoved(post_id=posts[1], by_user_id=None))
    page = house.page(ada, PHONE)
    found = complaints(page)
    page.goto(f"/members/{house.handle(ada)}")
    page.get_by_role("link", name=re.compile("1[56] points")).click()  # one more for being here, once that is noticed
    expect(page.get_by_role("heading", name="Newcomer")).to_be_visible()
    expect(page.get_by_text(re.compile("3[45] more to Contributor"))).to_be_visible()
    history = page.locator(".history .row")
    expect(history.filter(has_text="Posting (undone)")).to_have_count(1)
    expect(history.filter(has_text="Posting")).to_have_count(3)
    expect(history.get_by_role("link")).to_have_count(2)  # the removed post leads nowhere
    history.get_by_role("link", name="Kept").first.click()
    page.wait_for_url(f"**/posts/{posts[0]}?comment={reply}")
    expect(page.get_by_text("And another thing")).to_be_visible()
    assert found == []


def test_a_page_that_is_for_admins_is_not_there_for_others(house):
    page = house.page(house.member())
    page.goto(SETTINGS)
    expect(page.get_by_role("heading", name="We cannot find this page")).to_be_visible()
    visitor = house.page()
    visitor.goto("/points")
    expect(visitor.get_by_text("How to get points")).to_be_visible()
    expect(visitor.get_by_role("heading", name="Points are for members")).to_be_visible()
