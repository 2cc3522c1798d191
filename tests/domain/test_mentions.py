"""Mentions: whom they reach, that they are told once, and how many one text may hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from opentribe.domain.access.actor import Credential, Role
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.commands import set_role
from opentribe.domain.members.models import Block, MemberVisibility, User
from opentribe.domain.payments.commands import create_tier, grant_tier
from opentribe.domain.posts import commands
from opentribe.domain.posts.history import list_post_versions
from opentribe.domain.posts.queries import get_post, list_home_feed, preview
from opentribe.domain.posts.schemas import CommentDraft, CommentEdit, PostDraft
from opentribe.domain.posts.thread import get_comment
from opentribe.domain.references import policy
from opentribe.domain.references.facts import MemberMentioned
from opentribe.domain.references.models import Mention
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.commands import invite
from opentribe.domain.spaces.models import Space
from opentribe.kit import clock, facts
from opentribe.kit.errors import Invalid
from tests.cast import join
from tests.crowd import at_once


@pytest.fixture
def space(cast):
    return cast.space()


@pytest.fixture
def told():
    """What is told of mentions, as reactions would hear it."""
    heard: list[MemberMentioned] = []
    facts.connect({MemberMentioned: (lambda _session, fact: heard.append(fact),)})
    yield heard
    facts.connect({})


def mentioned(cast, **target):
    """Handles of those whom the words of a post or a comment mention now."""
    with cast.database.read() as session:
        rows = select(User.username).join(Mention, Mention.user_id == User.id)
        rows = rows.where(*(getattr(Mention, name) == value for name, value in target.items()))
        return sorted(session.exec(rows.where(Mention.withdrawn_at.is_(None))))


def settle_in(cast, *handles):
    """Let members have joined long ago."""
    with cast.database.write() as session:
        for user in session.exec(select(User).where(User.username.in_(handles))):
            user.created_at = clock.now() - timedelta(days=30)
            session.add(user)


def crowd(cast, count):
    """Members in numbers, made without their passwords."""
    with cast.database.write() as session:
        for number in range(count):
            session.add(User(name=f"Member {number}", username=f"member_{number}"))
    return [f"@member_{number}" for number in range(count)]


def test_a_mention_in_a_post_links_reaches_and_tells(cast, space, told):
    post = cast.post(cast.ada, space, "Ask @ben or @Mo, not @nobody.")
    html = cast.do(cast.ben, get_post, post).content_html
    assert '<a href="/members/ben" class="mention"' in html
    assert '<a href="/members/mo" class="mention" rel="nofollow noopener ugc">@Mo</a>, not @nobody.' in html
    assert 'href="/members/ben"' in cast.do(cast.ben, list_home_feed).items[0].excerpt_html
    assert mentioned(cast, post_id=post) == ["ben", "mo"]
    assert {(fact.user_id, fact.post_id, fact.comment_id) for fact in told} == {
        (cast.user_id("ben"), post, None),
        (cast.user_id("mo"), post, None),
    }


def test_a_mention_in_a_comment_does_too(cast, space, told):
    post = cast.post(cast.ada, space)
    comment = cast.do(cast.ben, commands.comment, CommentDraft(post_id=post, content="@ada, @mo?"))
    assert 'href="/members/ada"' in cast.do(cast.mo, get_comment, comment).content_html
    assert mentioned(cast, comment_id=comment) == ["ada", "mo"]
    assert mentioned(cast, post_id=post) == []
    assert {fact.comment_id for fact in told} == {comment}
    cast.do(cast.ben, commands.edit_comment, comment, CommentEdit(content="@olu!"))
    assert mentioned(cast, comment_id=comment) == ["olu"]


def test_the_preview_links_as_the_post_will(cast, space):
    words = "@ben, @nobody and #tag"
    post = cast.do(cast.ada, get_post, cast.post(cast.ada, space, words))
    assert cast.do(cast.ada, preview, words) == post.content_html


def test_one_whose_page_is_private_is_told_but_not_linked(cast, space, told):
    with cast.database.write() as session:
        ben = session.get(User, cast.user_id("ben"))
        ben.visibility = MemberVisibility.private
        session.add(ben)
    post = cast.post(cast.ada, space, "@ben?")
    assert cast.do(cast.mo, get_post, post).content_html == "<p>@ben?</p>"
    assert [fact.user_id for fact in told] == [cast.user_id("ben")]


def test_nobody_mentions_themselves(cast, space, told):
    post = cast.post(cast.ada, space, "I, @ada")
    assert mentioned(cast, post_id=post) == []
    assert told == []
    assert 'href="/members/ada"' in cast.do(cast.ben, get_post, post).content_html


@pytest.mark.parametrize("pair", [("ben", "ada"), ("ada", "ben")])
def test_blocks_stop_a_mention_and_are_not_told(cast, space, told, pair):
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id(pair[0]), blocked_id=cast.user_id(pair[1])))
    post = cast.post(cast.ada, space, "@ben and @mo")
    assert mentioned(cast, post_id=post) == ["mo"]
    assert [fact.user_id for fact in told] == [cast.user_id("mo")]
    assert 'href="/members/ben"' in cast.do(cast.ada, get_post, post).content_html, "the writer sees no difference"


def test_a_mention_reaches_only_those_who_see_the_space(cast, told):
    secret = cast.space("Cellar", visibility="secret")
    cast.do(cast.olu, invite, secret, "ada")
    post = cast.post(cast.ada, secret, "@ben @mo @olu")
    assert mentioned(cast, post_id=post) == ["mo", "olu"]
    assert cast.user_id("ben") not in {fact.user_id for fact in told}


def test_readers_are_those_to_whom_a_space_is_visible(cast):
    """The rule about rows of members says the same as the rule about rows of spaces, for everybody and every kind."""
    tiers = [cast.do(cast.olu, create_tier, name, "") for name in ("Gold", "Silver")]
    cast.do(cast.olu, set_role, cast.user_id("ben"), Role.admin)
    people = {name: join(cast.database, name) for name in ("ida", "kim", "lou")} | {"ada": cast.ada}
    cast.do(cast.olu, grant_tier, cast.user_id("ida"), tiers[0])
    cast.do(cast.olu, grant_tier, cast.user_id("kim"), tiers[1])
    for kind in ("public", "members", "secret"):
        cast.space(kind, visibility=kind)
    cast.space("any tier", visibility="paid")
    cast.space("gold", visibility="paid", required_tier_id=str(tiers[0]))
    with cast.database.read() as session:
        spaces = list(session.exec(select(Space)))
    cast.do(cast.olu, invite, next(space.id for space in spaces if space.name == "secret"), "lou")
    people |= {name: getattr(cast, name) for name in ("olu", "mo", "ben")}
    for name, who in people.items():
        actor = cast.actor(who)
        with cast.database.read() as session:
            seen = set(session.exec(select(Space.id).where(spaces_policy.visible(actor))))
            reached = {
                space.id
                for space in spaces
                if session.exec(select(User.id).where(User.username == name, policy.readers(space))).first()
            }
        assert reached == seen, name
    assert len(spaces) == 5


def test_an_edit_tells_only_those_who_are_new(cast, space, told):
    post = cast.post(cast.ada, space, "@ben")
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="@ben and @mo"))
    assert [fact.user_id for fact in told] == [cast.user_id("ben"), cast.user_id("mo")]
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="nobody"))
    assert mentioned(cast, post_id=post) == []
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="@mo again"))
    assert mentioned(cast, post_id=post) == ["mo"]
    assert len(told) == 2, "taking a name out and putting it in again tells nobody twice"


def test_history_links_as_it_did(cast, space):
    post = cast.post(cast.ada, space, "@ben")
    cast.do(cast.ada, commands.edit_post, post, PostDraft(content="nobody"))
    assert 'href="/members/ben"' in cast.do(cast.mo, list_post_versions, post).items[0].content_html


def test_those_who_left_are_not_mentioned(cast, space, told):
    with cast.database.write() as session:
        for name, column in (("ben", "deleted_at"), ("mo", "banned_at")):
            user = session.get(User, cast.user_id(name))
            setattr(user, column, clock.now())
            session.add(user)
    post = cast.post(cast.ada, space, "@ben @mo")
    assert mentioned(cast, post_id=post) == []
    assert "<a" not in cast.do(cast.ada, get_post, post).content_html


def test_ten_people_at_most_and_three_on_the_first_day(cast, space):
    names = crowd(cast, 12)
    with pytest.raises(Invalid, match="first day you can mention 3 people at once; this mentions 4") as refusal:
        cast.post(cast.ada, space, " ".join(names[:4]))
    assert list(refusal.value.fields) == ["content"]
    assert cast.post(cast.ada, space, " ".join(names[:3]) + " @ada @nobody @media")
    settle_in(cast, "ada")
    with pytest.raises(Invalid, match="mention 10 people at once; this mentions 11"):
        cast.post(cast.ada, space, " ".join(names[:11]))
    post = cast.post(cast.ada, space, " ".join(names[:10] * 3))
    assert len(mentioned(cast, post_id=post)) == 10
    with pytest.raises(Invalid):
        cast.do(cast.ada, commands.edit_post, post, PostDraft(content=" ".join(names)))
    assert len(mentioned(cast, post_id=post)) == 10
    assert cast.post(cast.mo, space, " ".join(names[:10])), "staff are known from the first day"


def test_a_new_bot_mentions_few(cast):
    names = crowd(cast, 4)
    open_space = cast.space("Open", visibility="public")
    draft = PostDraft(space_id=open_space, content=" ".join(names))
    with pytest.raises(Invalid, match="3 people"):
        commands.publish(cast.database, cast.bot(), draft)
    bot = cast.bot("Old bot")
    with cast.database.write() as session:
        identity = session.get(PostingIdentity, bot.identity_id)
        identity.created_at = clock.now() - timedelta(days=2)
        session.add(identity)
    post = commands.publish(cast.database, bot, draft)
    assert len(mentioned(cast, post_id=post)) == 4


def test_refused_words_leave_nothing_behind(cast, space, told):
    names = crowd(cast, 5)
    with pytest.raises(Invalid):
        cast.post(cast.ada, space, "#lost " + " ".join(names))
    assert cast.do(cast.ben, list_home_feed).items == []
    with cast.database.read() as session:
        assert session.exec(select(Mention)).all() == []
        assert session.get(Space, space).post_count == 0


def test_ten_thousand_mentions_take_few_statements(cast, space, statements):
    settle_in(cast, "ada")
    crowd(cast, 150)
    with statements(cast.database) as counted, pytest.raises(Invalid, match="this mentions 100"):
        cast.post(cast.ada, space, " ".join(f"@member_{number}" for number in range(3_000)))
    assert len(counted) < 25
    assert cast.post(cast.ada, space, "@ben " * 8_000)


def test_a_post_without_signs_costs_no_statement_more(cast, space, statements):
    with statements(cast.database) as plain:
        cast.post(cast.ada, space, "Nothing special")
    with statements(cast.database) as signed:
        cast.post(cast.ada, space, "@ben and #tag")
    assert not any("tags" in statement or "mentions" in statement for statement in plain)
    assert len(signed) > len(plain)


def test_edits_at_once_mention_each_once(cast, space):
    post = cast.post(cast.ada, space, "start")
    words = ["@ben 1", "@ben @mo 2", "@mo @olu 3", "@ben @olu 4"]
    at_once(8, lambda number: cast.do(cast.ada, commands.edit_post, post, PostDraft(content=words[number % 4])))
    content = cast.do(cast.ada, get_post, post).content
    assert mentioned(cast, post_id=post) == sorted(word[1:] for word in content.split() if word.startswith("@"))
    with cast.database.read() as session:
        rows = session.exec(select(Mention)).all()
    assert len(rows) == len({row.user_id for row in rows})


def test_a_visitor_learns_nothing_from_the_preview(cast):
    with pytest.raises(Exception, match="Sign in"):
        cast.do(Credential(), preview, "@ben")
