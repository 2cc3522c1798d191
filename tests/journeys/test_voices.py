"""Choosing under which name one writes: kept with the draft, remembered, and given away to nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from opentribe.domain.identities.commands import create_identity, delete_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.posts.commands import publish
from opentribe.domain.posts.schemas import PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from tests.browser import complaints
from tests.journeys.looking import check_looks, settle


@pytest.fixture
def space(house):
    name = f"Voices {new_id().hex[-6:]}"
    return house.do(house.olu, create_space, SpaceDraft(name=name, visibility="public", bots_allowed=True))


class Ada:
    """A member with a pen name and a bot."""

    def __init__(self, house):
        self.who = house.member("ada")
        self.handle = house.handle(self.who)
        self.name = self.handle.title()
        tail = new_id().hex[-6:]
        self.pen, self.bot = f"Night Owl {tail}", f"Release bot {tail}"
        self.pen_id = house.do(self.who, create_identity, IdentityDraft(name=self.pen, is_bot=False))
        self.bot_id = house.do(self.who, create_identity, IdentityDraft(name=self.bot))


@pytest.fixture
def ada(house):
    return Ada(house)


def test_a_bot_is_offered_no_space_for_people_only(house, space, ada):
    people = house.do(house.olu, create_space, SpaceDraft(name=f"People {new_id().hex[-6:]}", bots_allowed=False))
    page = house.page(ada.who)
    page.goto("/")
    page.get_by_text("Share something with the community").click()
    choice = page.get_by_label("Space to post in")
    choice.select_option(value=str(people.id))
    page.get_by_label("Post as").select_option(label=f"{ada.bot} (bot)")
    expect(choice).not_to_have_value(str(people.id))
    refused = choice.locator(f"option[value='{people.id}']")
    expect(refused).to_be_disabled()
    expect(refused).to_contain_text("(people only)")
    page.get_by_label("Post as").select_option(label=ada.pen)
    choice.select_option(value=str(people.id))
    expect(choice).to_have_value(str(people.id))


def test_one_writes_under_the_name_one_chose(house, space, ada):
    writer, reader = house.page(ada.who), house.page(house.member("ben"))
    found = [complaints(page) for page in (writer, reader)]
    for page in (writer, reader):
        page.goto(f"/spaces/{space.slug}")
    expect(reader.get_by_text("Be the first")).to_be_visible()
    writer.get_by_text("Share something with the community").click()
    expect(writer.get_by_label("Post as")).to_have_value("")
    writer.get_by_label("Post as").select_option(label=ada.pen)
    writer.get_by_label("What is on your mind?").fill("Words by night")
    writer.wait_for_timeout(600)
    writer.reload()
    expect(writer.get_by_label("What is on your mind?")).to_contain_text("Words by night")
    expect(writer.get_by_label("Post as")).to_have_value(str(ada.pen_id))
    writer.get_by_role("button", name="Post", exact=True).click()
    expect(writer.locator(".post .prose").first).to_have_text("Words by night")
    expect(writer.locator(".post").first.get_by_role("link", name=ada.pen).first).to_be_visible()

    reader.get_by_role("button", name="1 new post", exact=True).click()
    expect(reader.locator(".post .prose").first).to_have_text("Words by night")
    assert ada.handle not in reader.locator(".feed").inner_html().lower()
    reader.locator(".post").first.get_by_role("link", name="0 comments").click()
    expect(reader.locator(".post-page")).to_contain_text("Words by night")

    writer.locator(".post").first.get_by_role("link", name="0 comments").click()
    writer.get_by_label("Write a comment").click()
    expect(writer.get_by_label("Post as")).to_have_value(str(ada.pen_id))
    writer.get_by_label("Post as").select_option(label=f"{ada.bot} (bot)")
    writer.get_by_label("Write a comment").fill("Beep")
    writer.get_by_role("button", name="Comment", exact=True).click()
    for page in (writer, reader):
        comment = page.locator(".comment").filter(has_text="Beep")
        expect(comment.get_by_role("link", name=ada.bot)).to_be_visible()
        expect(comment.get_by_title(f"@{ada.handle} answers for this bot")).to_be_visible()
    expect(reader.locator(".writers")).to_be_empty()

    writer.locator(".comment").filter(has_text="Beep").get_by_role("button", name="More about this").click()
    writer.get_by_role("button", name="Edit", exact=True).click()
    writer.get_by_label("Your comment").fill("Beep beep")
    writer.get_by_role("button", name="Save").click()
    for page in (writer, reader):
        expect(page.locator(".comment").filter(has_text="Beep beep")).to_be_visible()
    assert found == [[], []]


def test_words_do_not_go_out_under_another_name_when_theirs_is_gone(house, space, ada):
    page = house.page(ada.who)
    page.goto(f"/spaces/{space.slug}")
    page.get_by_text("Share something with the community").click()
    page.get_by_label("Post as").select_option(label=ada.pen)
    page.get_by_label("What is on your mind?").fill("Only by night")
    page.wait_for_timeout(600)
    house.do(ada.who, delete_identity, ada.pen_id)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not exist")
    page.reload()
    expect(page.get_by_label("What is on your mind?")).to_contain_text("Only by night")
    expect(page.get_by_label("Post as")).to_have_value("lost")
    expect(page.get_by_role("button", name="Post", exact=True)).to_be_disabled()
    page.get_by_label("Post as").select_option(label=ada.name)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post").first.get_by_role("link", name=ada.name).first).to_be_visible()


def test_who_has_one_name_is_not_asked(house, space):
    page = house.page(house.member("ben"))
    page.goto(f"/spaces/{space.slug}")
    page.get_by_text("Share something with the community").click()
    expect(page.get_by_label("What is on your mind?")).to_be_visible()
    expect(page.get_by_label("Post as")).to_have_count(0)


def test_the_choice_can_be_made_by_everyone(house, space, ada):
    post = house.do(ada.who, publish, PostDraft(space_id=space.id, title="A title", content="Words"))
    page = house.page(ada.who, reduced_motion="reduce")
    page.goto("/#compose")
    settle(page)
    expect(page.get_by_label("Post as")).to_be_visible()
    check_looks(page, "voice-composer")
    page.goto(f"/posts/{post}")
    page.get_by_label("Write a comment").click()
    page.get_by_label("Write a comment").fill("Some words")
    settle(page)
    expect(page.get_by_label("Post as")).to_be_visible()
    check_looks(page, "voice-comment")
