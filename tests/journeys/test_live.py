"""Two people look at the same thing: what one does appears at the other's."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from opentribe.domain.posts.commands import publish, remove_post
from opentribe.domain.posts.queries import list_space_feed
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from tests.line import line_to

_numbers = itertools.count(1)


@pytest.fixture
def space(house):
    made = house.do(house.olu, create_space, SpaceDraft(name=f"Live talk {next(_numbers)}"))
    for number in range(8):
        house.do(house.olu, publish, PostDraft(space_id=made.id, content=f"Earlier words {number}\n\nand\n\nmore"))
    return made


def write(page, words: str) -> None:
    """Post through the composer of a space."""
    page.get_by_text("Share something with the community").click()
    page.get_by_label("What is on your mind?").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post .prose").first).to_have_text(words)


def test_new_posts_say_that_they_are_there_and_move_nothing(house, space):
    writer, reader = house.page(house.member("ada")), house.page(house.member("ben"))
    for page in (writer, reader):
        page.goto(f"/spaces/{space.slug}")
        expect(page.locator(".post .like")).to_have_count(8)
    seen = reader.locator(".post").nth(3)
    seen.scroll_into_view_if_needed()
    before = seen.bounding_box()
    write(writer, "Fresh words")
    expect(reader.get_by_role("status").get_by_role("button", name="1 new post")).to_be_visible()
    write(writer, "More fresh words")
    pill = reader.get_by_role("button", name="2 new posts")
    expect(pill).to_be_visible()
    assert seen.bounding_box() == before
    expect(writer.get_by_role("button", name=re.compile("new post"))).to_have_count(0)
    pill.click()
    expect(reader.locator(".post .prose").nth(0)).to_have_text("More fresh words")
    expect(reader.locator(".post .prose").nth(1)).to_have_text("Fresh words")
    expect(reader.locator(".post")).to_have_count(10)
    expect(pill).to_have_count(0)
    expect(reader.locator(".post").first).to_be_in_viewport()


def test_the_dot_of_a_space_lights_up_and_goes_out(house, space):
    writer, reader = house.page(house.member("ada")), house.page(house.member("ben"))
    mark = reader.get_by_role("link", name=space.name).filter(has_text="unread")
    reader.goto(f"/spaces/{space.slug}")
    expect(reader.locator(".post .like")).to_have_count(8)
    reader.goto("/account")
    expect(reader.get_by_role("link", name=space.name)).to_be_visible()
    expect(mark).to_have_count(0)
    writer.goto(f"/spaces/{space.slug}")
    write(writer, "Look here")
    expect(mark).to_be_visible()
    mark.click()
    expect(reader.locator(".post").first).to_contain_text("Look here")
    expect(mark).to_have_count(0)


def test_after_a_lost_connection_nothing_is_missing_and_nothing_twice(house, space):
    reader = house.page(house.member("ben"))
    with line_to(house.app.port) as line:
        reader.goto(f"{line.url}/spaces/{space.slug}")
        catch_up(house, space, reader, line)


def catch_up(house, space, reader, line) -> None:
    """Lose the connection while writing; others post and remove meanwhile."""
    expect(reader.locator(".post .like")).to_have_count(8)
    reader.get_by_text("Share something with the community").click()
    expect(reader.locator(".ProseMirror")).to_be_visible()
    reader.get_by_label("What is on your mind?").fill("My own words")
    line.cut()
    expect(reader.get_by_text("You are offline")).to_be_visible()
    house.do(house.olu, remove_post, house.do(house.olu, list_space_feed, space.slug).items[3].id)
    for words in ("While you were away", "And again"):
        house.do(house.olu, publish, PostDraft(space_id=space.id, content=words))
    line.mend()
    expect(reader.locator(".post .prose").filter(has_text="And again")).to_have_count(1)
    expect(reader.locator(".post .like")).to_have_count(9)
    expect(reader.get_by_label("What is on your mind?")).to_have_text("My own words")
    reader.get_by_role("button", name="Post", exact=True).click()
    expect(reader.locator(".post .prose").first).to_have_text("My own words")
    expect(reader.locator(".post .like")).to_have_count(10)


def test_what_is_done_to_a_post_shows_on_every_open_page(house, space):
    ada = house.member("ada")
    post = house.do(ada, publish, PostDraft(space_id=space.id, title="Watched", content="First words"))
    feed, page, writer, owner = (house.page(who) for who in (house.member("ben"), house.member("eve"), ada, house.olu))
    feed.goto(f"/spaces/{space.slug}")
    for one in (page, writer, owner):
        one.goto(f"/posts/{post}")
    row, whole = feed.get_by_role("article", name="Watched"), page.locator(".post-page")
    for seen in (row, whole):
        expect(seen.get_by_role("button", name="Like this post, 0 likes")).to_be_visible()
    writer.locator(".post-page").get_by_role("button", name="Like this post").click()
    for seen in (row, whole):
        expect(seen.get_by_role("button", name="Like this post, 1 like")).to_be_visible()
    writer.get_by_placeholder("Write a comment").click()
    expect(writer.locator(".ProseMirror")).to_be_visible()
    writer.get_by_label("Write a comment").fill("A thought")
    writer.get_by_role("button", name="Comment", exact=True).click()
    for seen in (row, whole):
        expect(seen.get_by_role("link", name="1 comment", exact=True)).to_be_visible()
    writer.goto(f"/posts/{post}?edit=1")
    writer.get_by_label("Your post").fill("Second words")
    writer.get_by_role("button", name="Save").click()
    for seen in (row, whole):
        expect(seen.get_by_text("Second words")).to_be_visible()
        expect(seen.get_by_text("edited")).to_be_visible()
    owner.locator(".post-page").get_by_role("button", name="More about this").click()
    owner.get_by_role("button", name="Pin to the top").click()
    for seen in (row, whole):
        expect(seen.locator(".pin-mark")).to_be_visible()
    owner.locator(".post-page").get_by_role("button", name="More about this").click()
    owner.get_by_role("button", name="Remove", exact=True).click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("heading", name="We cannot find this post")).to_be_visible()
    owner.get_by_role("button", name="Undo").click()
    expect(whole.get_by_text("Second words")).to_be_visible()
