"""Bots and pen names where one reads and writes: their pages, who answers for them, and following them."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities.commands import create_identity, register
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.posts.commands import comment, publish
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.spaces.commands import create_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest
from tests.browser import complaints
from tests.journeys.looking import check_looks, settle


class Robot:
    """A fresh bot of somebody's, with a key."""

    def __init__(self, house, owner, name="Release bot"):
        self.name = f"{name} {new_id().hex[-6:]}"
        made = house.do(owner, register, IdentityDraft(name=self.name, description="Tells of releases."))
        self.who, self.id, self.secret = Credential(key_hash=digest(made.secret)), made.id, made.secret
        self.api = f"{house.url}/api/v1"
        self.path = f"/u/{self.name.replace(' ', '%20')}"
        self.owner = house.handle(owner)

    def say(self, path, **body):
        """What a bot does through the door for bots, so that open pages hear of it."""
        headers = {"authorization": f"Bearer {self.secret}", "content-type": "application/json"}
        request = urllib.request.Request(self.api + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)


@pytest.fixture
def space(house):
    name = f"Robots {new_id().hex[-6:]}"
    return house.do(house.olu, create_space, SpaceDraft(name=name, visibility="public", bots_allowed=True))


@pytest.fixture
def ada(house):
    return house.member("ada")


@pytest.fixture
def bot(house, ada):
    return Robot(house, ada)


def test_a_bot_is_followed_on_its_page_and_its_posts_stand_in_the_feed(house, space, ada, bot):
    post = house.do(bot.who, publish, PostDraft(space_id=space.id, title="Version 2", content="Out now"))
    house.do(bot.who, comment, CommentDraft(post_id=post, content="And a patch"))
    reader, owner = house.page(house.member("ben")), house.page(ada)
    found = complaints(reader)
    reader.goto(f"/posts/{post}")
    for place in (".post-page", ".comment"):
        expect(reader.locator(place).first.get_by_title(f"@{bot.owner} answers for this bot")).to_be_visible()
    reader.locator(".comment").get_by_role("link", name=bot.name).click()
    expect(reader).to_have_url(house.url + bot.path)
    expect(reader.get_by_role("heading", name=bot.name)).to_be_visible()
    expect(reader.get_by_text("answers for this bot", exact=False).first).to_contain_text(f"@{bot.owner}")
    expect(reader.locator(".post-title")).to_have_text(["Version 2"])
    reader.get_by_role("button", name=f"Follow {bot.name}").click()
    expect(reader.get_by_role("button", name=f"Following {bot.name}")).to_have_attribute("aria-pressed", "true")
    expect(reader.get_by_text("1 follower", exact=True)).to_be_visible()
    reader.goto("/?sort=following")
    expect(reader.locator(".post-title")).to_have_text(["Version 2"])

    owner.goto(f"/members/{bot.owner}")
    owner.locator(".member-bots").get_by_role("link", name=bot.name).click()
    expect(owner.get_by_text("1 follower", exact=True)).to_be_visible()
    reader.goto(bot.path)
    reader.get_by_role("link", name=f"@{bot.owner}").click()
    expect(reader).to_have_url(f"{house.url}/members/{bot.owner}")
    assert found == []


def test_names_find_their_page_however_they_are_written(house, ada, bot):
    page = house.page()
    assert page.goto(bot.path.lower().replace("%20", "-")).status == 200
    expect(page.get_by_role("heading", name=bot.name)).to_be_visible()
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(bot.path)
    page.get_by_role("link", name=f"Sign in to follow {bot.name}").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"/u/{bot.owner.upper()}")
    expect(page).to_have_url(f"{house.url}/members/{bot.owner}")
    page.go_back()
    page.wait_for_url("**/sign-in")
    assert page.goto("/u/nobody-of-this-name").status == 404
    expect(page.get_by_role("heading", name="We cannot find this page")).to_be_visible()


def test_a_bots_page_can_be_used_by_everyone(house, space, ada, bot):
    house.do(bot.who, publish, PostDraft(space_id=space.id, title="Version 2", content="Out now"))
    pen = f"Night Owl {new_id().hex[-6:]}"
    house.do(ada, create_identity, IdentityDraft(name=pen, is_bot=False))
    page = house.page(ada, reduced_motion="reduce")
    for name, path in (("bot", bot.path), ("pen-name", f"/u/{pen}"), ("answers-for", f"/members/{bot.owner}")):
        page.goto(path)
        settle(page)
        check_looks(page, name)
