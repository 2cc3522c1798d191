"""Spaces in the browser: made, hidden, put in order by mouse and by keyboard, closed and opened again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from opentribe.domain.spaces.commands import archive_space, create_space
from opentribe.domain.spaces.queries import list_spaces
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id


def fresh(name: str) -> str:
    return f"{name} {new_id().hex[-6:]}"


@pytest.fixture
def three(house):
    """Exactly three open spaces, in this order."""
    for card in house.do(house.olu, list_spaces):
        house.do(house.olu, archive_space, card.id)
    names = [fresh(name) for name in ("One", "Two", "Three")]
    for name in names:
        house.do(house.olu, create_space, SpaceDraft(name=name))
    return names


def order(page: Page) -> list[str]:
    return page.locator(".spaces-list .row-title").all_inner_texts()


def stored(house) -> list[str]:
    return [card.name for card in house.do(house.olu, list_spaces)]


def test_spaces_are_ordered_by_keyboard(house, three):
    page = house.page(house.olu)
    page.goto("/spaces")
    expect(page.locator(".spaces-list .row")).to_have_count(3)
    page.get_by_role("button", name=f"Move {three[0]}", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(150)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    page.keyboard.press("Space")
    expect(page.locator(".spaces-list .row-title").first).to_have_text(three[1])
    page.get_by_role("button", name=f"Move {three[2]} up").click()
    expect(page.locator(".spaces-list .row-title").nth(1)).to_have_text(three[2])
    page.reload()
    expect(page.locator(".spaces-list .row")).to_have_count(3)
    assert order(page) == stored(house) == [three[1], three[2], three[0]]


def test_spaces_are_ordered_by_dragging(house, three):
    page = house.page(house.olu)
    page.goto("/spaces")
    handle = page.get_by_role("button", name=f"Move {three[2]}", exact=True)
    start, end = handle.bounding_box(), page.locator(".spaces-list .row").first.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, start["y"] - 30, steps=5)
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=10)
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(page.locator(".spaces-list .row-title").first).to_have_text(three[2])
    expect(page.locator('.sidebar a[href^="/spaces/"] .nav-name').first).to_have_text(three[2])
    assert stored(house) == [three[2], three[0], three[1]]


def test_a_secret_space_opens_to_those_who_are_invited(house):
    ada = house.member()
    owner, guest = house.page(house.olu), house.page(ada)
    name = fresh("Council")
    owner.goto("/spaces/new")
    owner.get_by_label("Name").fill(name)
    owner.get_by_text("Only those you invite").click()
    owner.get_by_role("button", name="Choose an icon").click()
    owner.get_by_role("button", name="Icon 🔒").click()
    owner.get_by_role("button", name="Make the space").click()
    owner.wait_for_url("**/spaces/council-*")
    path = owner.url.removeprefix(house.url)
    assert guest.goto(path).status == 404
    expect(guest.get_by_role("heading", name="We cannot find this space")).to_be_visible()
    assert name not in guest.content()

    owner.goto(f"{path}/edit")
    guest.goto("/account")
    expect(guest.locator(".portrait small")).to_have_text(re.compile(r"^@\w+ · member$"))
    handle = guest.locator(".portrait small").inner_text().split(" ")[0]
    owner.get_by_label("Invite by handle").fill("@nobody_like_this")
    owner.get_by_role("button", name="Invite", exact=True).click()
    expect(owner.get_by_text("Nobody here is called")).to_be_visible()
    owner.get_by_label("Invite by handle").fill(handle)
    owner.get_by_role("button", name="Invite", exact=True).click()
    expect(owner.locator(".row-meta", has_text=handle)).to_be_visible()
    assert guest.goto(path).status == 200
    expect(guest.get_by_role("heading", name=name)).to_be_visible()


def test_a_space_is_edited_archived_and_restored(house):
    name = fresh("Workshop")
    space = house.do(house.olu, create_space, SpaceDraft(name=name))
    page = house.page(house.olu)
    page.goto(f"/spaces/{space.slug}/edit")
    expect(page.get_by_label("Name")).to_have_value(name)
    page.get_by_label("Name").fill(name + "!")
    page.get_by_label("Description").fill("Tools and timber")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name + "!")).to_be_visible()
    expect(page.locator(".space-head p")).to_have_text("Tools and timber")
    page.goto("/spaces")
    page.get_by_role("button", name=f"Archive {name}!").click()
    expect(page.get_by_role("button", name=f"Restore {name}!")).to_be_visible()
    expect(page.locator(".sidebar")).not_to_contain_text(name)
    page.goto(f"/spaces/{space.slug}")
    expect(page.locator(".archived-note")).to_be_visible()
    expect(page.locator(".composer")).to_have_count(0)
    page.goto("/spaces")
    page.get_by_role("button", name=f"Restore {name}!").click()
    expect(page.locator(".sidebar")).to_contain_text(name)


def test_a_taken_address_is_told_beside_its_field(house):
    space = house.do(house.olu, create_space, SpaceDraft(name=fresh("Taken")))
    page = house.page(house.olu)
    page.goto("/spaces/new")
    page.get_by_label("Name").fill("Another")
    page.get_by_label("Address").fill(space.slug)
    page.get_by_role("button", name="Make the space").click()
    expect(page.locator("#slug-error")).to_contain_text("Another space has this address")
    expect(page.get_by_label("Name")).to_have_value("Another")


@pytest.mark.parametrize("path", ["/spaces", "/spaces/new"])
def test_members_do_not_find_the_pages_of_admins(house, path):
    page = house.page(house.member())
    page.goto(path)
    expect(page.get_by_role("heading", name="We cannot find this page")).to_be_visible()


def test_unread_dots_come_and_go(house):
    from opentribe.domain.posts.commands import publish
    from opentribe.domain.posts.schemas import PostDraft

    ada = house.member()
    space = house.do(house.olu, create_space, SpaceDraft(name=fresh("News")))
    house.do(house.olu, publish, PostDraft(space_id=space.id, content="Something new"))
    page = house.page(ada)
    page.goto("/")
    row = page.locator(".sidebar .nav-item", has_text=space.name)
    expect(row.locator(".unread-dot")).to_be_visible()
    row.click()
    expect(page.get_by_text("Something new")).to_be_visible()
    expect(row.locator(".unread-dot")).to_have_count(0)
