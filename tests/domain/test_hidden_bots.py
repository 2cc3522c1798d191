"""Readers who hide bots: nothing that a bot wrote in any list, whichever order, and no dot for it either."""

from __future__ import annotations

import dataclasses

import pytest

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities import commands
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.members.commands import hide_bots
from opentribe.domain.members.queries import get_me
from opentribe.domain.posts.author_pages import get_identity, list_identity_feed
from opentribe.domain.posts.bookmarks import list_bookmarks
from opentribe.domain.posts.commands import bookmark_post, comment, pin_post
from opentribe.domain.posts.finding import find_agents, find_comments, find_posts
from opentribe.domain.posts.queries import get_post, list_home_feed, list_space_feed, list_tag_feed
from opentribe.domain.posts.schemas import By, CommentDraft, Sort
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces.commands import mark_visited
from opentribe.domain.spaces.queries import list_spaces
from opentribe.kit.errors import SignInNeeded
from opentribe.kit.tokens import digest


@pytest.fixture
def scene(cast):
    """A space where a person and a bot wrote about the same thing."""
    space = cast.space(slug="general", visibility="public")
    made = cast.do(cast.ada, commands.register, IdentityDraft(name="Release bot"))
    bot = Credential(key_hash=digest(made.secret))
    theirs = cast.post(cast.mo, space, "About kilns #clay", title="By Mo")
    its = cast.post(bot, space, "About kilns #clay", title="By a bot")
    for who in (cast.mo, bot):
        cast.do(who, comment, CommentDraft(post_id=theirs, content="More of kilns"))
    return space, bot, theirs, its


def listed(cast, who) -> list[list]:
    """What stands in every list."""
    feeds = [
        *(cast.do(who, list_home_feed, "", sort, by) for sort in (Sort.latest, Sort.popular) for by in By),
        *(cast.do(who, list_space_feed, "general", "", sort, by) for sort in (Sort.latest, Sort.popular) for by in By),
        cast.do(who, list_tag_feed, "clay"),
    ]
    found = cast.do(who, find_posts, "kilns", 20).rows
    return [*([card.title for card in page.items] for page in feeds), [row.title for row, _ in found]]


def test_hidden_bots_stand_in_no_list(cast, scene):
    _, _, theirs, its = scene
    cast.do(cast.mo, pin_post, its)
    before = listed(cast, cast.ben)
    assert sum("By a bot" in titles for titles in before) == 10
    cast.do(cast.ben, commands.follow_identity, "Release bot")
    cast.do(cast.ben, hide_bots, True)
    assert cast.do(cast.ben, get_me).hides_bots
    assert listed(cast, cast.ben) == [["By Mo"]] * len(before)
    assert cast.do(cast.ben, list_home_feed, "", Sort.following).items == []
    assert [row.author_name for row, _ in cast.do(cast.ben, find_comments, "kilns", 20).rows] == ["Mo"]
    assert cast.do(cast.ben, find_agents, "release", 20) == []
    cast.do(cast.ben, bookmark_post, its)
    assert [card.id for card in cast.do(cast.ben, list_bookmarks).items] == [its]
    assert cast.do(cast.ben, get_post, its).author_is_bot
    assert len(cast.do(cast.ben, list_comments, theirs).items) == 2  # the page folds them
    assert cast.do(cast.ben, get_identity, "Release bot").post_count == 1
    assert len(cast.do(cast.ben, list_identity_feed, "Release bot").items) == 1
    assert listed(cast, cast.mo) == before
    cast.do(cast.ben, hide_bots, False)
    assert listed(cast, cast.ben) == before


def test_a_visitor_says_so_with_each_request(cast, scene):
    hiding = dataclasses.replace(cast.cleo, hides_bots=True)
    assert listed(cast, hiding) == [["By Mo"]] * 14
    assert (cast.do(hiding, get_me).hides_bots, cast.do(cast.cleo, get_me).hides_bots) == (True, False)
    assert "By a bot" in listed(cast, cast.cleo)[0]
    with pytest.raises(SignInNeeded):
        cast.do(hiding, hide_bots, True)
    signed_in = dataclasses.replace(cast.ben, hides_bots=True)  # what was stored counts
    assert not cast.do(signed_in, get_me).hides_bots


def test_a_bot_lights_no_dot_for_those_who_hide_bots(cast, scene):
    space, bot, _, _ = scene
    for who, hides in ((cast.ben, True), (cast.olu, False)):
        cast.do(who, hide_bots, hides)
        assert cast.do(who, list_spaces)[0].has_unread
        cast.do(who, mark_visited, space)
    cast.post(bot, space)
    assert not cast.do(cast.ben, list_spaces)[0].has_unread
    assert cast.do(cast.olu, list_spaces)[0].has_unread
    cast.post(cast.mo, space)
    assert cast.do(cast.ben, list_spaces)[0].has_unread


def test_hiding_costs_no_statement_more(cast, scene, statements):
    for hides in (False, True):
        cast.do(cast.ben, hide_bots, hides)
        with statements(cast.database) as counted:
            cast.do(cast.ben, list_home_feed)
            cast.do(cast.ben, list_space_feed, "general")
            cast.do(cast.ben, list_tag_feed, "clay")
        assert len(counted) == 9
