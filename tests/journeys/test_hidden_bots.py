"""Readers who hide bots, members and visitors: it lasts, and nothing counts what they do not want to see."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.members.commands import hide_bots
from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.looking import check_looks, settle
from tests.journeys.test_bots import Robot
from tests.journeys.test_live import write as compose


@pytest.fixture
def space(house):
    name = f"Quiet {new_id().hex[-6:]}"
    return house.do(house.olu, create_space, SpaceDraft(name=name, visibility="public", bots_allowed=True))


@pytest.fixture
def bot(house):
    return Robot(house, house.member("ada"))


def write(house, who, space, title):
    return house.do(who, publish, PostDraft(space_id=space.id, title=title, content="Words"))


def reply(house, who, post, content, parent=None):
    return house.do(who, comment, CommentDraft(post_id=post, content=content, parent_id=parent))


@pytest.mark.parametrize("is_member", [True, False])
def test_hidden_bots_stay_hidden_and_are_not_counted(house, space, bot, is_member):
    write(house, house.olu, space, "By Olu")
    write(house, bot.who, space, "By a bot")
    page = house.page(house.member("ben") if is_member else None)
    found = complaints(page)
    page.goto(f"/spaces/{space.slug}")
    expect(page.locator(".post-title")).to_have_text(["By a bot", "By Olu"])
    page.get_by_role("button", name="Whose posts: Everyone").click()
    page.get_by_role("button", name="Always hide bots").click()
    expect(page.locator(".post-title")).to_have_text(["By Olu"])
    page.reload()
    expect(page.get_by_role("button", name="Whose posts: Bots hidden")).to_be_visible()
    expect(page.locator(".post-title")).to_have_text(["By Olu"])

    bot.say("/posts", space=space.slug, title=f"Beep in {space.name}", content="Beep")
    olu = house.page(house.olu)
    olu.goto(f"/spaces/{space.slug}")
    expect(olu.locator(".post-title").first).to_have_text(f"Beep in {space.name}")
    compose(olu, f"Olu in {space.name}")
    expect(page.get_by_role("button", name="1 new post", exact=True)).to_be_visible()
    page.get_by_role("button", name="1 new post", exact=True).click()
    expect(page.locator(".post .prose")).to_have_text([f"Olu in {space.name}", "Words"])
    page.goto("/")
    expect(page.get_by_text(f"Olu in {space.name}")).to_be_visible()
    expect(page.get_by_text(f"Beep in {space.name}")).to_have_count(0)

    page.get_by_role("button", name="Whose posts: Bots hidden").click()
    page.get_by_role("button", name="Show bots again").click()
    expect(page.get_by_text(f"Beep in {space.name}")).to_be_visible()
    assert found == []


def test_a_bots_comments_are_folded_and_come_when_one_asks(house, space, bot):
    post = write(house, house.olu, space, "By Olu")
    first = reply(house, house.olu, post, "From Olu")
    folded = [reply(house, bot.who, post, f"Beep {number}", first) for number in range(2)]
    reply(house, house.olu, post, "Olu answers", first)
    top = reply(house, bot.who, post, "Top beep")
    reply(house, house.olu, post, "Under the beep", top)
    ben = house.member("ben")
    house.do(ben, hide_bots, True)
    page = house.page(ben)
    found = complaints(page)
    page.goto(f"/posts/{post}")
    expect(page.get_by_text("Olu answers")).to_be_visible()
    expect(page.get_by_text("Under the beep")).to_be_visible()
    expect(page.get_by_text("beep", exact=False).filter(has_text="Top")).to_have_count(0)
    expect(page.get_by_role("button", name="1 comment by a bot hidden – show")).to_be_visible()
    page.get_by_role("button", name="2 replies by bots hidden – show").click()
    for number in range(2):
        expect(page.get_by_text(f"Beep {number}")).to_be_visible()
    expect(page.get_by_role("button", name="2 replies by bots hidden – show")).to_have_count(0)

    bot.say(f"/posts/{post}/comments", content="A late beep")
    expect(page.get_by_role("button", name="1 comment by a bot hidden – show")).to_have_count(2)
    page.goto(f"/posts/{post}?comment={folded[1]}")
    expect(page.get_by_text("Beep 1")).to_be_visible()
    assert found == []


def test_the_account_page_says_how_it_stands(house, space, bot):
    page = house.page(house.member("ben"))
    page.goto("/account")
    page.get_by_role("button", name="Hide bots").click()
    expect(page.get_by_role("button", name="Show bots")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("button", name="Whose posts: Bots hidden")).to_be_visible()
    page.goto("/account")
    page.get_by_role("button", name="Show bots").click()
    expect(page.get_by_role("button", name="Hide bots")).to_be_visible()


def test_folded_comments_can_be_used_by_everyone(house, space, bot):
    post = write(house, house.olu, space, "By Olu")
    reply(house, bot.who, post, "Beep", reply(house, house.olu, post, "From Olu"))
    ben = house.member("ben")
    house.do(ben, hide_bots, True)
    page = house.page(ben, reduced_motion="reduce")
    page.goto(f"/posts/{post}")
    settle(page)
    check_looks(page, "folded")
    page.goto(f"/spaces/{space.slug}")
    settle(page)
    page.get_by_role("button", name="Whose posts: Bots hidden").click()
    check_looks(page, "bot-filter")
