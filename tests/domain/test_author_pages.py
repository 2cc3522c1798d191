"""Pages of bots and pen names: who answers for them is said, whose pen name it is never is."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities import commands
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import IdentityDraft, RulesDraft
from opentribe.domain.members.commands import follow
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.domain.members.queries import get_member, list_followers
from opentribe.domain.posts.author_pages import get_identity, get_profile, list_bots_of, list_identity_feed
from opentribe.domain.posts.authors import get_agent
from opentribe.domain.posts.commands import add_post, comment, like_post
from opentribe.domain.posts.queries import get_post, list_home_feed, list_member_feed, list_suggested
from opentribe.domain.posts.schemas import By, CommentDraft, PostDraft, Sort, prepare_post
from opentribe.domain.posts.thread import list_comments
from opentribe.kit import clock
from opentribe.kit.errors import Invalid, NotFound, SignInNeeded
from opentribe.kit.tokens import digest
from tests.crowd import at_once

VISITOR = Credential(address="203.0.113.5")


@pytest.fixture
def bot(cast):
    """A bot of ada's, as its key's holder."""
    return key(cast.do(cast.ada, commands.register, IdentityDraft(name="Release bot", description="Tells of releases")))


@pytest.fixture
def free_bot(cast):
    """A bot that nobody answers for."""
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=Registering.open))
    return key(cast.do(VISITOR, commands.register, IdentityDraft(name="Free.bot")))


def key(made) -> Credential:
    return Credential(key_hash=digest(made.secret), address="203.0.113.6")


def pen_name(cast, who, name="Night Owl"):
    return cast.do(who, commands.create_identity, IdentityDraft(name=name, is_bot=False))


def pen_post(cast, who, identity_id, space):
    """A post under a pen name."""
    actor = cast.actor(who)
    with cast.database.write() as session:
        voice = type(actor)(user_id=actor.user_id, identity_id=identity_id, role=actor.role)
        return add_post(session, voice, space, prepare_post(PostDraft(content="By night")))


def change(cast, username: str, **values) -> None:
    with cast.database.write() as session:
        session.connection().execute(update(User).where(col(User.username) == username).values(**values))


def test_a_bots_page_says_who_answers_for_it(cast, bot, statements):
    open_one, secret = cast.space(visibility="public"), cast.space("Secret", visibility="secret")
    post = cast.post(bot, open_one)
    cast.do(bot, comment, CommentDraft(post_id=post, content="and more"))
    cast.do(cast.ben, like_post, post)
    cast.do(cast.ada, like_post, post)  # its owner's: shown, worth nothing
    shown = cast.do(cast.cleo, get_identity, "release-bot")
    assert (shown.name, shown.path, shown.is_bot) == ("Release bot", "/u/Release%20bot", True)
    assert (shown.owner_name, shown.owner_username, shown.owner_path) == ("Ada", "ada", "/members/ada")
    assert (shown.post_count, shown.comment_count, shown.karma, shown.follower_count) == (1, 1, 1, 0)
    assert (shown.description, shown.is_mine, shown.is_followed) == ("Tells of releases", False, False)
    assert cast.do(cast.ada, get_identity, "RELEASE BOT").is_mine
    actor = cast.actor(cast.ada)
    with cast.database.write() as session:
        hidden = type(actor)(user_id=actor.user_id, identity_id=shown.id, role=cast.actor(cast.olu).role)
        add_post(session, hidden, secret, prepare_post(PostDraft(content="Hidden")))
    assert cast.do(cast.ben, get_identity, "Release bot").post_count == 1
    assert cast.do(cast.olu, get_identity, "Release bot").post_count == 2
    assert [card.id for card in cast.do(cast.ben, list_identity_feed, "Release bot").items] == [post]
    with statements(cast.database) as counted:
        cast.do(cast.ben, get_identity, "Release bot")
    assert len(counted) == 7
    with statements(cast.database) as counted:
        cast.do(cast.ben, list_identity_feed, "Release bot")
    assert len(counted) == 5


def test_a_label_says_bot_and_owner_wherever_it_speaks(cast, bot, free_bot):
    space = cast.space(visibility="public")
    owned, free = cast.post(bot, space), cast.post(free_bot, space)
    cast.do(free_bot, comment, CommentDraft(post_id=owned, content="beep"))
    for who in (cast.cleo, cast.ben):
        cards = {card.id: card for card in cast.do(who, list_home_feed).items}
        (thread,) = cast.do(who, list_comments, owned).items
        told = [cards[owned], cards[free], thread, cast.do(who, get_post, owned)]
        assert [(each.author_is_bot, each.author_owner, each.author_path) for each in told] == [
            (True, "ada", "/u/Release%20bot"),
            (True, "", "/u/Free.bot"),
            (True, "", "/u/Free.bot"),
            (True, "ada", "/u/Release%20bot"),
        ]
        assert {each.author_handle for each in told} == {""}
    assert cast.do(cast.cleo, get_identity, "free.BOT").owner_username == ""
    change(cast, "ada", visibility=MemberVisibility.private)
    shown = cast.do(cast.ben, get_identity, "Release bot")
    assert (shown.owner_username, shown.owner_path) == ("ada", "")
    change(cast, "ada", banned_at=clock.now())
    assert cast.do(cast.ben, get_post, owned).author_owner == ""
    assert cast.do(cast.ben, get_identity, "Release bot").owner_name == ""


def test_a_pen_name_gives_its_member_away_to_nobody(cast):
    space = cast.space(visibility="public")
    identity_id = pen_name(cast, cast.ada)
    post = pen_post(cast, cast.ada, identity_id, space)
    cast.do(cast.ben, follow, cast.user_id("ada"))
    for who in (cast.cleo, cast.ben, cast.mo, cast.olu):
        page = cast.do(who, get_identity, "night owl")
        told = [page, cast.do(who, get_post, post), *cast.do(who, list_home_feed).items]
        for each in told:
            said = each.model_dump_json().lower()
            assert "ada" not in said
            assert str(cast.user_id("ada")) not in said
        assert (page.is_bot, page.is_mine, page.owner_username, page.post_count) == (False, False, "", 1)
        assert cast.do(who, list_member_feed, "ada").items == []
        assert cast.do(who, list_bots_of, "ada") == []
        assert "ada" not in {card.username for card in cast.do(who, list_suggested)}
    assert cast.do(cast.ben, list_home_feed, "", Sort.following).items == []
    assert cast.do(cast.ada, get_identity, "night owl").is_mine
    assert cast.do(cast.ada, get_post, post).may_edit


def test_a_handle_leads_to_the_member_and_gone_names_nowhere(cast, bot):
    space = cast.space(visibility="public")
    post = cast.post(bot, space)
    led = cast.do(cast.cleo, get_identity, "@Ada")
    assert (led.is_default, led.path) == (True, "/members/ada")
    change(cast, "ben", visibility=MemberVisibility.private)
    for name in ("nobody", "", "ben", "x" * 5000, "../ada", "%00"):
        with pytest.raises(NotFound):
            cast.do(cast.cleo, get_identity, name)
        with pytest.raises(NotFound):
            cast.do(cast.cleo, list_identity_feed, name)
    with pytest.raises(NotFound):
        cast.do(cast.cleo, list_identity_feed, "ada")
    cast.do(cast.ada, commands.delete_identity, cast.do(cast.ada, get_identity, "Release bot").id)
    with pytest.raises(NotFound):
        cast.do(cast.ada, get_identity, "Release bot")
    left = cast.do(cast.ben, get_post, post)
    assert (left.author_name, left.author_is_gone, left.author_path, left.author_is_bot) == (
        "Release bot", True, "", True,
    )  # fmt: skip
    assert not cast.do(cast.ben, get_post, cast.post(cast.ada, space)).author_is_gone


def test_a_members_page_lists_their_bots(cast, bot):
    cast.do(cast.ada, commands.register, IdentityDraft(name="Another"))
    pen_name(cast, cast.ada)
    assert [(card.name, card.path) for card in cast.do(cast.cleo, list_bots_of, "ada")] == [
        ("Another", "/u/Another"),
        ("Release bot", "/u/Release%20bot"),
    ]
    assert cast.do(cast.cleo, list_bots_of, "ben") == []
    change(cast, "ada", visibility=MemberVisibility.private)
    with pytest.raises(NotFound):
        cast.do(cast.cleo, list_bots_of, "ada")


def test_a_member_follows_a_bot(cast, bot, statements):
    space = cast.space(visibility="public")
    post, other = cast.post(bot, space), cast.post(cast.mo, space)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.follow_identity, "Release bot")
    assert cast.do(cast.ben, list_home_feed, "", Sort.following).items == []
    answers = at_once(10, lambda _: cast.do(cast.ben, commands.follow_identity, "Release bot"))
    assert sorted(answers) == [False] * 9 + [True]
    shown = cast.do(cast.ben, get_identity, "Release bot")
    assert (shown.is_followed, shown.follower_count) == (True, 1)
    mine = cast.post(cast.ben, space)
    with statements(cast.database) as counted:
        page = cast.do(cast.ben, list_home_feed, "", Sort.following)
    assert [card.id for card in page.items] == [mine, post]
    assert len(counted) == 4
    cast.do(cast.ben, follow, cast.user_id("mo"))
    assert [card.id for card in cast.do(cast.ben, list_home_feed, "", Sort.following).items] == [mine, other, post]
    people = cast.do(cast.ben, list_home_feed, "", Sort.following, By.people)
    assert [card.id for card in people.items] == [mine, other]
    assert [card.id for card in cast.do(cast.ben, list_home_feed, "", Sort.following, By.bots).items] == [post]
    with pytest.raises(Invalid):
        cast.do(cast.ben, commands.follow_identity, "ben")
    assert cast.do(cast.ben, commands.unfollow_identity, "Release bot")
    assert not cast.do(cast.ben, commands.unfollow_identity, "Release bot")


def test_one_idea_of_following_through_either_door(cast, bot, statements):
    ben = cast.user_id("ben")
    assert cast.do(cast.ben, commands.follow_identity, "mo")
    assert not cast.do(cast.ben, commands.follow_identity, "mo")
    assert cast.do(cast.ben, get_profile, "mo").is_following
    assert [card.username for card in cast.do(cast.ben, list_followers, cast.user_id("mo")).items] == ["ben"]
    assert cast.do(bot, commands.follow_identity, "ben")  # the bot's own, not its owner's
    assert not cast.do(cast.ada, get_profile, "ben").is_following
    cast.do(cast.ben, commands.follow_identity, "Release bot")
    stand = cast.do(cast.mo, commands.follow_member, ben, True)
    with statements(cast.database) as counted:
        shown = cast.do(cast.cleo, get_profile, "ben")
    assert len(counted) == 2
    told = cast.do(bot, get_agent, "ben")
    assert (shown.follower_count, shown.bot_follower_count, shown.bot_following_count) == (2, 1, 1)
    assert (told.follower_count, told.following_count) == (shown.follower_count, shown.following_count) == (2, 2)
    assert stand.follower_count == 2
    its = cast.do(bot, get_agent, "Release bot")
    assert (its.follower_count, its.following_count) == (1, 1)
    assert cast.do(cast.mo, commands.follow_member, ben, False).follower_count == 1
    assert cast.do(cast.ben, commands.unfollow_identity, "mo")
    assert not cast.do(cast.ben, get_profile, "mo").is_following
    assert cast.do(cast.ben, get_member, "ada").follower_count == 0
