"""Spaces: who sees, who posts, who arranges; what one may not see is not there."""

from __future__ import annotations

import pytest

from opentribe.domain.access.actor import Actor
from opentribe.domain.payments.commands import create_tier, grant_tier
from opentribe.domain.posts.commands import add_post, publish
from opentribe.domain.posts.queries import get_post, list_home_feed, list_space_feed
from opentribe.domain.posts.schemas import PostDraft, prepare_post
from opentribe.domain.posts.thread import list_comments
from opentribe.domain.spaces import commands
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.queries import get_space, list_all_spaces, list_invited, list_spaces, suggest_bot_space
from opentribe.domain.spaces.schemas import SpaceDraft
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded
from opentribe.kit.ids import new_id

WHO_SEES = {
    "public": {"olu", "mo", "ada", "ben", "cleo"},
    "members": {"olu", "mo", "ada", "ben"},
    "paid": {"olu", "mo", "ben"},
    "secret": {"olu", "mo", "ada"},
}


@pytest.fixture
def house(cast):
    """One space of each kind with a post in it; ben holds a tier, ada is invited to the secret one."""
    spaces = {kind: cast.space(kind.title(), visibility=kind) for kind in WHO_SEES}
    tier = cast.do(cast.olu, create_tier, "Supporter")
    cast.do(cast.olu, grant_tier, cast.user_id("ben"), tier)
    cast.do(cast.olu, commands.invite, spaces["secret"], "@ada")
    posts = {kind: cast.post(cast.olu, space_id, f"In {kind}") for kind, space_id in spaces.items()}
    return spaces, posts


@pytest.mark.parametrize("kind", WHO_SEES)
@pytest.mark.parametrize("name", ["olu", "mo", "ada", "ben", "cleo"])
def test_what_one_may_not_see_is_not_there(cast, house, kind, name):
    who, sees = getattr(cast, name), name in WHO_SEES[kind]
    space_id, post_id = house[0][kind], house[1][kind]
    assert (kind in {card.slug for card in cast.do(who, list_spaces)}) == sees
    assert (post_id in {card.id for card in cast.do(who, list_home_feed).items}) == sees
    asks = [
        lambda: cast.do(who, get_space, kind),
        lambda: cast.do(who, list_space_feed, kind),
        lambda: cast.do(who, get_post, post_id),
        lambda: cast.do(who, list_comments, post_id),
    ]
    if name != "cleo" or not sees:
        asks.append(lambda: cast.do(who, commands.mark_visited, space_id))
        asks.append(lambda: cast.do(who, publish, PostDraft(space_id=space_id, content="me too")))
    for ask in asks:
        if sees:
            ask()
        else:
            with pytest.raises(NotFound):
                ask()


def test_a_space_that_is_hidden_and_one_that_never_was_look_the_same(cast, house):
    answers = set()
    for slug in ("secret", "no-such-space"):
        with pytest.raises(NotFound) as refusal:
            cast.do(cast.ben, get_space, slug)
        answers.add(str(refusal.value))
    assert len(answers) == 1


def test_a_paid_space_may_name_its_tier(cast):
    gold, silver = (cast.do(cast.olu, create_tier, name) for name in ("Gold", "Silver"))
    cast.space("Vault", visibility="paid", required_tier_id=str(gold))
    cast.do(cast.olu, grant_tier, cast.user_id("ada"), gold)
    cast.do(cast.olu, grant_tier, cast.user_id("ben"), silver)
    assert cast.do(cast.ada, get_space, "vault").slug == "vault"
    with pytest.raises(NotFound):
        cast.do(cast.ben, get_space, "vault")


def test_bots_see_public_spaces_that_admit_them(cast, house):
    bot = cast.bot()
    shy = cast.space("People only", visibility="public", bots_allowed=False)
    with cast.database.write() as session:
        assert add_post(session, bot, house[0]["public"], prepare_post(PostDraft(content="beep")))
        for space_id in (shy, house[0]["members"]):
            with pytest.raises(NotFound):
                add_post(session, bot, space_id, prepare_post(PostDraft(content="beep")))


@pytest.mark.parametrize(
    ("permission", "allowed"), [("everyone", "olu mo ada"), ("moderators", "olu mo"), ("admins", "olu")]
)
def test_who_may_start_posts(cast, permission, allowed):
    space_id = cast.space("Notes", post_permission=permission)
    for name in ("olu", "mo", "ada"):
        if name in allowed.split():
            cast.post(getattr(cast, name), space_id)
        else:
            with pytest.raises(Forbidden, match="Only"):
                cast.post(getattr(cast, name), space_id)
    card = cast.do(cast.ada, get_space, "notes")
    assert card.may_post == (permission == "everyone")
    assert bool(card.why_not_post) != card.may_post


@pytest.mark.parametrize("name", ["mo", "ada", "cleo"])
def test_only_admins_change_spaces(cast, name):
    space_id = cast.space()
    who = getattr(cast, name)
    refused = SignInNeeded if name == "cleo" else Forbidden
    for ask in (
        lambda: cast.do(who, commands.create_space, SpaceDraft(name="Mine")),
        lambda: cast.do(who, commands.edit_space, space_id, SpaceDraft(name="Mine")),
        lambda: cast.do(who, commands.archive_space, space_id),
        lambda: cast.do(who, commands.restore_space, space_id),
        lambda: cast.do(who, commands.reorder_spaces, [space_id]),
        lambda: cast.do(who, commands.invite, space_id, "ben"),
        lambda: cast.do(who, commands.uninvite, space_id, cast.user_id("ben")),
        lambda: cast.do(who, list_all_spaces),
        lambda: cast.do(who, list_invited, space_id),
    ):
        with pytest.raises(refused):
            ask()


def test_an_archived_space_is_read_only_and_comes_back(cast):
    space_id = cast.space("Old times")
    post_id = cast.post(cast.ada, space_id)
    cast.do(cast.olu, commands.archive_space, space_id)
    assert cast.do(cast.ada, list_spaces) == []
    assert cast.do(cast.ada, list_home_feed).items == []
    assert [card.id for card in cast.do(cast.ada, list_space_feed, "old-times").items] == [post_id]
    with pytest.raises(Forbidden, match="archived"):
        cast.post(cast.olu, space_id)
    cast.do(cast.olu, commands.restore_space, space_id)
    cast.post(cast.ada, space_id)
    assert len(cast.do(cast.ada, list_home_feed).items) == 2


def test_a_slug_is_made_from_the_name_and_given_once(cast):
    cast.space("Café & Crème")
    assert cast.do(cast.ada, list_spaces)[0].slug == "cafe-creme"
    with pytest.raises(Invalid) as refusal:
        cast.space("Anything", slug="cafe-creme")
    assert list(refusal.value.fields) == ["slug"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 51),
        ("slug", "Has Space"),
        ("slug", "../etc"),
        ("slug", "a--b"),
        ("description", "x" * 301),
        ("visibility", "everyone"),
        ("post_permission", "nobody"),
        ("icon", "far too many words"),
    ],
)
def test_bad_space_fields_are_named(cast, field, value):
    with pytest.raises(Invalid) as refusal:
        cast.do(cast.olu, commands.create_space, SpaceDraft(**({"name": "Fine"} | {field: value})))
    assert field in refusal.value.fields


def test_a_tier_that_is_not_there_is_named(cast):
    with pytest.raises(Invalid) as refusal:
        cast.space("Vault", visibility="paid", required_tier_id=str(new_id()))
    assert list(refusal.value.fields) == ["required_tier_id"]


def test_order_is_kept_whatever_is_named(cast):
    first, second, third = (cast.space(name) for name in ("One", "Two", "Three"))
    cast.do(cast.olu, commands.reorder_spaces, [third, new_id(), third, first])
    assert [card.name for card in cast.do(cast.ada, list_spaces)] == ["Three", "Two", "One"]
    with cast.database.read() as session:
        assert sorted(session.get(Space, space_id).position for space_id in (first, second, third)) == [0, 1, 2]


def test_an_archived_space_keeps_its_place_while_others_move(cast):
    first, second, third = (cast.space(name) for name in ("One", "Two", "Three"))
    cast.do(cast.olu, commands.archive_space, first)
    cast.do(cast.olu, commands.reorder_spaces, [third, second])
    cast.do(cast.olu, commands.restore_space, first)
    assert [card.name for card in cast.do(cast.ada, list_spaces)] == ["One", "Three", "Two"]


def test_a_taken_slug_is_named_whatever_it_spells(cast):
    cast.space("Frontier foreign key")
    with pytest.raises(Invalid) as refusal:
        cast.space("Other", slug="frontier-foreign-key")
    assert list(refusal.value.fields) == ["slug"]


def test_ones_own_post_leaves_what_others_wrote_unread(cast):
    space_id = cast.space()
    cast.post(cast.ben, space_id)
    cast.post(cast.ada, space_id)
    assert cast.do(cast.ada, list_spaces)[0].has_unread
    cast.do(cast.ada, commands.mark_visited, space_id)
    cast.post(cast.ada, space_id)
    assert not cast.do(cast.ada, list_spaces)[0].has_unread


def test_a_mark_never_goes_back(cast):
    space_id = cast.space()
    seen = cast.do(cast.ada, get_space, "general")
    cast.post(cast.ben, space_id)
    cast.do(cast.ada, commands.mark_visited, space_id)
    cast.do(cast.ada, commands.mark_visited, space_id, seen.created_at)
    assert not cast.do(cast.ada, list_spaces)[0].has_unread


def test_unread_dots_follow_visits(cast):
    space_id = cast.space()
    assert not cast.do(cast.ada, list_spaces)[0].has_unread
    cast.post(cast.ben, space_id)
    assert cast.do(cast.ada, list_spaces)[0].has_unread
    assert not cast.do(cast.ben, list_spaces)[0].has_unread
    cast.do(cast.ada, commands.mark_visited, space_id)
    cast.do(cast.ada, commands.mark_visited, space_id)
    assert not cast.do(cast.ada, list_spaces)[0].has_unread
    cast.post(cast.ben, space_id)
    assert cast.do(cast.ada, list_spaces)[0].has_unread


def test_the_sidebar_takes_two_statements_however_many_spaces(cast, statements):
    for number in range(12):
        cast.space(f"Space {number}")
    with statements(cast.database) as counted:
        cast.do(cast.ada, list_spaces)
    assert len(counted) == 2


def test_a_stranger_has_no_unread_marks():
    assert Actor().is_member is False


def test_a_new_bot_is_shown_where_it_may_post(cast):
    def room(who):
        found = cast.do(who, suggest_bot_space)
        return found.name if found else ""

    cast.space("People", visibility="public", bots_allowed=False)
    cast.space("News", visibility="public", post_permission="admins")
    hidden = cast.space("Hidden", visibility="secret")
    assert [room(who) for who in (cast.cleo, cast.ada, cast.mo)] == ["", "", ""]  # what staff see is not their bots'
    cast.do(cast.olu, commands.invite, hidden, "ada")
    assert [room(who) for who in (cast.cleo, cast.ada)] == ["", "Hidden"]
    cast.space("Members", visibility="members")
    assert [room(who) for who in (cast.cleo, cast.ada)] == ["", "Members"]
    cast.space("All", visibility="public")
    assert room(cast.cleo) == "All"
