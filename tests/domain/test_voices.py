"""Writing under another of one's names: only one's own, only while it lives, with the rights and the pace it has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from opentribe.domain.access.actor import Actor, Credential
from opentribe.domain.identities import commands
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.policy import can_speak_as
from opentribe.domain.identities.queries import list_voices
from opentribe.domain.identities.schemas import IdentityDraft, KeyDraft, RulesDraft
from opentribe.domain.posts.author_pages import get_identity
from opentribe.domain.posts.commands import comment, edit_post, like_post, publish, remove_post
from opentribe.domain.posts.models import Post
from opentribe.domain.posts.queries import get_post, list_home_feed
from opentribe.domain.posts.schemas import CommentDraft, PostDraft
from opentribe.domain.posts.thread import list_comments
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, NotFound, SignInNeeded, TooMany
from opentribe.kit.ids import new_id
from opentribe.kit.tokens import digest
from tests.crowd import at_once


@pytest.fixture
def owl(cast):
    """A pen name of ada's."""
    return cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Night Owl", is_bot=False))


@pytest.fixture
def robot(cast):
    """A bot of ada's."""
    return cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Release bot"))


def post_as(cast, who, identity_id, space, content="Words", key=""):
    draft = PostDraft(space_id=space, content=content, identity_id=identity_id, submission_key=key)
    return cast.do(who, publish, draft)


def reply_as(cast, who, identity_id, post, content="A reply"):
    return cast.do(who, comment, CommentDraft(post_id=post, content=content, identity_id=identity_id))


def test_names_are_offered_when_there_is_a_choice(cast, statements):
    assert cast.do(cast.cleo, list_voices) == []
    assert cast.do(cast.ada, list_voices) == []
    cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Release bot"))
    gone = cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Gone"))
    cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Night Owl", is_bot=False))
    cast.do(cast.ada, commands.delete_identity, gone)
    with statements(cast.database) as counted:
        offered = cast.do(cast.ada, list_voices)
    assert len(counted) == 2
    assert [(each.name, each.is_default, each.is_bot) for each in offered] == [
        ("Ada", True, False), ("Night Owl", False, False), ("Release bot", False, True),
    ]  # fmt: skip
    assert cast.do(cast.ben, list_voices) == []


def test_words_stand_under_the_name_they_were_written_under(cast, owl, robot):
    space = cast.space(visibility="public")
    for identity_id, name, is_bot, owner in ((owl, "Night Owl", False, ""), (robot, "Release bot", True, "ada")):
        post = post_as(cast, cast.ada, identity_id, space)
        reply_as(cast, cast.ada, identity_id, post)
        shown = cast.do(cast.ben, get_post, post)
        (thread,) = cast.do(cast.ben, list_comments, post).items
        for each in (shown, thread):
            assert (each.author_name, each.author_is_bot, each.author_owner, each.author_handle) == (
                name, is_bot, owner, "",
            )  # fmt: skip
            assert (each.may_edit, each.may_remove) == (False, False)
        assert cast.do(cast.ada, get_post, post).may_edit
        cast.do(cast.ada, edit_post, post, PostDraft(content="Changed"))
        assert cast.do(cast.ben, get_post, post).author_name == name
        cast.do(cast.ada, remove_post, post)
    assert cast.do(cast.ben, get_post, cast.post(cast.ada, space)).author_name == "Ada"


def test_nobody_writes_under_a_name_that_is_not_theirs(cast, owl, robot):
    space = cast.space(visibility="public")
    post = cast.post(cast.mo, space)
    default = cast.actor(cast.ada).identity_id
    made = cast.do(cast.ben, commands.register, IdentityDraft(name="Ben's bot"))
    key = Credential(key_hash=digest(made.secret))
    for identity_id in (owl, robot, default, new_id()):
        for who, refusal in ((cast.ben, NotFound), (cast.olu, NotFound), (key, NotFound), (cast.cleo, SignInNeeded)):
            with pytest.raises(refusal):
                post_as(cast, who, identity_id, space)
            with pytest.raises(refusal):
                reply_as(cast, who, identity_id, post)
    assert [card.id for card in cast.do(cast.ben, list_home_feed).items] == [post]
    assert cast.do(cast.ada, get_post, post_as(cast, cast.ada, default, space)).author_name == "Ada"
    assert cast.do(cast.ben, get_post, post_as(cast, key, made.id, space)).author_name == "Ben's bot"


def test_a_name_that_was_deleted_says_no_more(cast, owl):
    space = cast.space()
    post = post_as(cast, cast.ada, owl, space)
    cast.do(cast.ada, commands.delete_identity, owl)
    with pytest.raises(NotFound):
        post_as(cast, cast.ada, owl, space)
    with pytest.raises(NotFound):
        reply_as(cast, cast.ada, owl, post)
    assert cast.do(cast.ada, get_post, post).may_edit


def test_a_space_for_people_takes_no_bots_words_from_anybody(cast, owl, robot):
    space = cast.space(slug="people", visibility="public", bots_allowed=False)
    post = post_as(cast, cast.ada, owl, space)
    for deed in (lambda: post_as(cast, cast.ada, robot, space), lambda: reply_as(cast, cast.ada, robot, post)):
        with pytest.raises(Forbidden, match="for people only"):
            deed()


def test_a_bot_of_staff_may_what_a_member_may(cast):
    its = cast.do(cast.mo, commands.create_identity, IdentityDraft(name="Mo's bot"))
    open_one, closed = cast.space(), cast.space("News", post_permission="moderators")
    secret = cast.space("Secret", visibility="secret")
    assert cast.do(cast.ben, get_post, post_as(cast, cast.mo, its, open_one)).author_is_bot
    cast.post(cast.mo, closed)
    cast.post(cast.mo, secret)
    with pytest.raises(Forbidden):
        post_as(cast, cast.mo, its, closed)
    with pytest.raises(NotFound):
        post_as(cast, cast.mo, its, secret)


def test_one_pace_for_all_names_of_a_member_and_the_bots_own_for_a_bot(cast, owl, robot, rate_limits):
    cast.do(cast.olu, commands.set_rules, RulesDraft(posts_per_hour=2, new_identity_days=0))
    space = cast.space(visibility="public")
    key = Credential(key_hash=digest(cast.do(cast.ada, commands.create_key, robot, KeyDraft()).secret))
    post_as(cast, cast.ada, robot, space)
    cast.post(key, space)
    for deed in (lambda: post_as(cast, cast.ada, robot, space), lambda: cast.post(key, space)):
        with pytest.raises(TooMany):
            deed()
    for number in range(20):
        post_as(cast, cast.ada, (owl, None)[number % 2], space)
    for identity_id in (owl, None):
        with pytest.raises(TooMany):
            post_as(cast, cast.ada, identity_id, space)


def test_a_submission_counts_once_for_each_name(cast, owl):
    space = cast.space()
    answers = at_once(8, lambda number: post_as(cast, cast.ada, (owl, None)[number % 2], space, key="the same"))
    assert len(set(answers)) == 2
    with cast.database.read() as session:
        names = session.exec(select(Post.author_name).where(col(Post.id).in_(answers)))
        assert sorted(names) == ["Ada", "Night Owl"]


def test_a_like_between_ones_own_names_is_shown_and_worth_nothing(cast, owl):
    space = cast.space(visibility="public")
    post = post_as(cast, cast.ada, owl, space)
    assert cast.do(cast.ada, like_post, post).like_count == 1
    assert cast.do(cast.ben, get_identity, "Night Owl").karma == 0
    cast.do(cast.ben, like_post, post)
    assert cast.do(cast.ben, get_identity, "Night Owl").karma == 1


IDS = [new_id() for _ in range(3)]


@settings(deadline=None)
@given(
    own=st.sampled_from([None, *IDS]),
    member=st.sampled_from([None, *IDS]),
    identity=st.sampled_from(IDS),
    behind=st.sampled_from([None, *IDS]),
    is_deleted=st.booleans(),
)
def test_who_may_speak_as_whom(own, member, identity, behind, is_deleted):
    row = PostingIdentity(id=identity, name="x", user_id=behind, deleted_at=clock.now() if is_deleted else None)
    allowed = bool(can_speak_as(Actor(identity_id=own, user_id=member), row))
    mine = identity == own or (member is not None and member == behind)
    assert allowed == (own is not None and mine and not is_deleted)
