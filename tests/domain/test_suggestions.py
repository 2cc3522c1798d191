"""What is offered while one types: people and tags that one may see, by their beginning, in one statement."""

from __future__ import annotations

import pytest
from sqlmodel import select

from opentribe.domain.members.models import Block, MemberVisibility, NameKey, User
from opentribe.domain.members.suggestions import suggest_people
from opentribe.domain.posts import commands
from opentribe.domain.references.queries import suggest_tags
from opentribe.domain.spaces.commands import invite
from opentribe.kit import clock
from opentribe.kit.errors import SignInNeeded, TooMany


def people(cast, who, prefix):
    return [found.value for found in cast.do(who, suggest_people, prefix)]


def tags(cast, who, prefix=""):
    return [(found.value, found.count) for found in cast.do(who, suggest_tags, prefix)]


def change(cast, handle, **values):
    with cast.database.write() as session:
        user = session.exec(select(User).where(User.username == handle)).one()
        for name, value in values.items():
            setattr(user, name, value)
        session.add(user)


def block(cast, blocker, blocked):
    with cast.database.write() as session:
        session.add(Block(blocker_id=cast.user_id(blocker), blocked_id=cast.user_id(blocked)))


def test_people_are_found_by_handle_and_by_every_word_of_their_name(cast):
    change(cast, "ada", name="Augusta Ada King Lovelace", username="countess")
    for prefix in ("c", "COUNT", "augusta a", "ad", "king lo", "Lové", " lov"):
        assert people(cast, cast.ben, prefix) == ["countess"], prefix
    assert people(cast, cast.ben, "gusta") == []
    card = cast.do(cast.ben, suggest_people, "lov")[0]
    assert (card.value, card.label) == ("countess", "Augusta Ada King Lovelace")
    assert card.image
    assert card.image.startswith("/avatars/")


def test_accents_and_case_do_not_hide_anyone(cast):
    change(cast, "ada", name="Łucja Ångström")
    for prefix in ("luc", "łuc", "ang", "ÅNG"):
        assert people(cast, cast.ben, prefix) == ["ada"], prefix
    change(cast, "ada", name="Ada")
    assert people(cast, cast.ben, "luc") == []


def test_a_name_of_ligatures_can_be_kept(cast):
    change(cast, "ada", name="ﷺ" * 60)
    with cast.database.read() as session:
        keys = session.exec(select(NameKey.key).where(NameKey.user_id == cast.user_id("ada"))).all()
    assert all(len(key) <= 120 for key in keys)


def test_the_handle_itself_comes_first_then_who_was_here_last(cast):
    change(cast, "ada", name="Ben Adams", last_seen_at=clock.now())
    assert people(cast, cast.mo, "ben") == ["ben", "ada"]
    assert people(cast, cast.mo, "be") == ["ada", "ben"]
    assert people(cast, cast.mo, "")[0] == "ada"


def test_oneself_and_those_who_left_are_not_offered(cast):
    assert people(cast, cast.ada, "ada") == []
    change(cast, "ada", deleted_at=clock.now())
    change(cast, "mo", banned_at=clock.now())
    assert people(cast, cast.ben, "") == ["olu"]


def test_one_whose_page_is_private_is_offered_to_staff_alone(cast):
    change(cast, "ada", visibility=MemberVisibility.private)
    assert people(cast, cast.ben, "ad") == []
    assert people(cast, cast.mo, "ad") == ["ada"]


def test_blocks_hold_in_both_directions(cast):
    block(cast, "ada", "ben")
    assert people(cast, cast.ben, "ad") == []
    assert people(cast, cast.ada, "be") == []
    assert people(cast, cast.mo, "ad") == ["ada"]


def test_visitors_and_bots_are_offered_nothing(cast):
    for use_case in (suggest_people, suggest_tags):
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, use_case, "a")
        with cast.database.read() as session, pytest.raises(SignInNeeded):
            use_case(session, cast.bot(), "a")


def test_tags_are_offered_by_use_and_only_from_visible_spaces(cast):
    open_space, secret = cast.space(), cast.space("Cellar", visibility="secret")
    for words in ("#garden #green", "#Garden", "#café"):
        cast.post(cast.ada, open_space, words)
    cast.post(cast.olu, secret, "#gallows #garden")
    assert tags(cast, cast.ben, "g") == [("garden", 2), ("green", 1)]
    assert tags(cast, cast.olu, "g") == [("garden", 3), ("gallows", 1), ("green", 1)]
    assert tags(cast, cast.ben, "cafe") == tags(cast, cast.ben, "CAFÉ") == [("café", 1)]
    assert tags(cast, cast.ben) == [("garden", 2), ("café", 1), ("green", 1)]
    cast.do(cast.olu, invite, secret, "ben")
    assert tags(cast, cast.ben, "gal") == [("gallows", 1)]


def test_a_tag_of_removed_posts_alone_is_not_offered(cast):
    post = cast.post(cast.ada, cast.space(), "#garden")
    cast.do(cast.ada, commands.remove_post, post)
    assert tags(cast, cast.ben, "g") == []
    cast.do(cast.ada, commands.restore_post, post)
    assert tags(cast, cast.ben, "g") == [("garden", 1)]


@pytest.mark.parametrize("prefix", ["%", "_", "'", "\\", "\x00zz", "\ud800zz", "a" * 5000, "ﷺ" * 300, "a\u0301" * 200])
def test_odd_beginnings_find_nothing_and_break_nothing(cast, prefix):
    assert people(cast, cast.ben, prefix) == []
    assert tags(cast, cast.ben, prefix) == []


def test_one_statement_each(cast, statements):
    space = cast.space()
    cast.post(cast.ada, space, "#one #two #three")
    for use_case in (suggest_people, suggest_tags):
        with statements(cast.database) as counted:
            assert cast.do(cast.ben, use_case, "o")
        assert len(counted) == 2, "one to know who asks, one for the answer"


def test_too_many_are_refused(cast, rate_limits):
    for _ in range(300):
        cast.do(cast.ben, suggest_people, "a")
    with pytest.raises(TooMany):
        cast.do(cast.ben, suggest_people, "a")
    assert people(cast, cast.mo, "ad") == ["ada"]
