"""Identities and keys: made within the owner's rules, shown once, ended at once, never mistaken for another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities import commands
from opentribe.domain.identities.models import IdentityToken, PostingIdentity, Registering
from opentribe.domain.identities.naming import name_key
from opentribe.domain.identities.queries import get_claim, list_keys
from opentribe.domain.identities.schemas import DescriptionDraft, IdentityDraft, KeyDraft, RulesDraft
from opentribe.domain.members.models import User
from opentribe.domain.posts.queries import get_post, list_home_feed
from opentribe.domain.spaces.queries import list_spaces
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Forbidden, Invalid, KeyRefused, NotFound, SignInNeeded, TooMany
from opentribe.kit.tokens import digest
from tests.crowd import at_once

VISITOR = Credential(address="203.0.113.5")


@pytest.fixture
def is_open(cast):
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=Registering.open))


def key(secret: str) -> Credential:
    return Credential(key_hash=digest(secret), address="203.0.113.6")


def register(cast, who=VISITOR, name="Release bot", **fields):
    return cast.do(who, commands.register, IdentityDraft(name=name, **fields))


def test_a_visitor_gets_a_bot_and_its_key(cast, is_open):
    made = register(cast, description="Tells of releases")
    assert made.secret.startswith("opentribe_")
    assert len(made.secret) == len("opentribe_") + 43
    actor = cast.actor(key(made.secret))
    assert (actor.identity_id, actor.user_id, actor.owner_id, actor.is_bot) == (made.id, None, None, True)
    assert (made.name, made.description) == ("Release bot", "Tells of releases")


def test_nothing_in_the_database_opens_anything(cast, is_open):
    made = register(cast)
    with cast.database.read() as session:
        for table in (PostingIdentity, IdentityToken):
            for row in session.exec(select(table)):
                told = str(row.model_dump())
                assert made.secret not in told
                assert made.claim_token not in told
        stored = session.exec(select(IdentityToken)).one()
        assert (stored.token_hash, stored.last_four) == (digest(made.secret), made.secret[-4:])
    with pytest.raises(KeyRefused):
        cast.actor(key(digest(made.secret)))


@pytest.mark.parametrize("registering", list(Registering))
def test_the_owner_decides_who_gets_keys(cast, registering):
    cast.do(cast.olu, commands.set_rules, RulesDraft(registering=registering))
    if registering == Registering.open:
        assert register(cast)
    else:
        with pytest.raises(Forbidden):
            register(cast)
    if registering == Registering.closed:
        with pytest.raises(Forbidden):
            register(cast, cast.ada, "Other bot")
    else:
        assert cast.actor(key(register(cast, cast.ada, "Other bot").secret)).owner_id == cast.user_id("ada")


def test_on_a_new_installation_keys_are_for_members(cast):
    with pytest.raises(Forbidden, match="Sign in"):
        register(cast)


def test_only_the_owner_sets_rules_and_within_bounds(cast):
    for who, refusal in ((cast.ada, Forbidden), (cast.mo, Forbidden), (cast.cleo, SignInNeeded)):
        with pytest.raises(refusal):
            cast.do(who, commands.set_rules, RulesDraft())
    with pytest.raises(Invalid) as refusal:
        cast.do(cast.olu, commands.set_rules, RulesDraft(requests_per_minute=0, posts_per_hour=-1))
    assert set(refusal.value.fields) == {"requests_per_minute", "posts_per_hour"}


@pytest.mark.parametrize(
    "other", ["release bot", "Re1ease_b0t", "RELEASE-BOT", "Reléase bot", "releasebot", "Re1eа5eb0t"]
)
def test_a_name_that_looks_like_another_is_taken(cast, is_open, other):
    register(cast)
    assert name_key(other) == name_key("Release bot")
    with pytest.raises(Invalid) as refusal:
        register(cast, name=other)
    assert set(refusal.value.fields) == {"name"}


@pytest.mark.parametrize("name", ["ada", "Ada", "A-d-a", "BEN"])
def test_a_bot_is_never_called_like_a_member(cast, is_open, name):
    with pytest.raises(Invalid):
        register(cast, name=name)


def test_the_same_name_at_once_is_given_once(cast, is_open):
    answers = at_once(12, lambda _: register(cast))
    assert [type(answer).__name__ for answer in answers].count("Registered") == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {Invalid}


def test_a_key_says_why_it_opens_nothing(cast):
    made = register(cast, cast.ada)
    cases = {
        "revoked": IdentityToken(revoked_at=clock.now()),
        "expired": IdentityToken(expires_at=clock.now() - timedelta(seconds=1)),
    }
    for words, change in cases.items():
        with cast.database.write() as session:
            row = session.exec(select(IdentityToken)).one()
            row.revoked_at, row.expires_at = change.revoked_at, change.expires_at
            session.add(row)
        with pytest.raises(KeyRefused, match=words):
            cast.do(key(made.secret), list_home_feed)
    with pytest.raises(KeyRefused, match="not known"):
        cast.do(key("opentribe_garbage"), list_home_feed)


def test_a_ban_ends_the_keys_at_once_and_for_good(cast):
    made = register(cast, cast.ada)
    with cast.database.write() as session:
        row = session.exec(select(User).where(User.username == "ada")).one()
        row.banned_at = clock.now()
        session.add(row)
        commands.end_keys(session, row.id)
    with pytest.raises(Forbidden, match="banned"):
        cast.do(key(made.secret), list_home_feed)
    with cast.database.write() as session:
        session.exec(select(User).where(User.username == "ada")).one().banned_at = None
    with pytest.raises(KeyRefused, match="revoked"):
        cast.do(key(made.secret), list_home_feed)


def test_who_a_key_speaks_for_is_found_in_one_statement(cast, statements):
    made = register(cast, cast.ada)
    with statements(cast.database) as counted:
        cast.actor(key(made.secret))
    assert len(counted) == 1


def test_an_unclaimed_bot_sees_public_spaces_that_admit_bots(cast, is_open):
    for visibility in ("public", "members", "paid", "secret"):
        cast.space(f"{visibility} here", visibility=visibility)
        cast.space(f"{visibility} people", visibility=visibility, bots_allowed=False)
    bot = key(register(cast).secret)
    assert [space.name for space in cast.do(bot, list_spaces)] == ["public here"]
    cast.do(cast.ada, commands.claim_by_key, register(cast, name="Second").secret)
    owned = key(register(cast, cast.olu, "Third").secret)
    assert {space.name for space in cast.do(owned, list_spaces)} == {"public here", "members here", "secret here"}


def test_a_bot_of_staff_is_no_staff(cast):
    space = cast.space(post_permission="admins")
    post = cast.post(cast.olu, space)
    bot = key(register(cast, cast.olu).secret)
    with pytest.raises(Forbidden):
        cast.post(bot, space)
    shown = cast.do(bot, get_post, post)
    assert (shown.may_edit, shown.may_remove, shown.may_pin) == (False, False, False)


def test_a_bot_posts_under_its_name_and_is_marked(cast, is_open):
    space = cast.space(visibility="public")
    made = register(cast)
    shown = cast.do(cast.ada, get_post, cast.post(key(made.secret), space))
    assert (shown.author_name, shown.author_is_bot) == ("Release bot", True)
    cast.do(cast.ada, commands.claim_by_link, made.claim_token)
    assert cast.do(cast.ben, list_home_feed).items[0].author_is_bot


def test_claiming_by_link_works_once(cast, is_open):
    made = register(cast)
    card = cast.do(cast.cleo, get_claim, made.claim_token)
    assert (card.name, card.verification_code) == (made.name, made.verification_code)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.claim_by_link, made.claim_token)
    answers = at_once(
        8, lambda number: cast.do((cast.ada, cast.ben)[number % 2], commands.claim_by_link, made.claim_token)
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    with pytest.raises(NotFound):
        cast.do(cast.cleo, get_claim, made.claim_token)
    assert cast.actor(key(made.secret)).owner_id in {cast.user_id("ada"), cast.user_id("ben")}


def test_claiming_by_key_takes_only_what_nobody_has(cast, is_open):
    mine, free = register(cast, cast.ada), register(cast, name="Free bot")
    with pytest.raises(Invalid):
        cast.do(cast.ben, commands.claim_by_key, mine.secret)
    assert cast.do(cast.ada, commands.claim_by_key, mine.secret) == mine.id
    assert cast.do(cast.ben, commands.claim_by_key, f" {free.secret}\n") == free.id
    for wrong in ("", "opentribe_", digest(free.secret)):
        with pytest.raises(Invalid):
            cast.do(cast.ben, commands.claim_by_key, wrong)


def test_the_number_of_identities_holds_also_at_once(cast):
    cast.do(cast.olu, commands.set_rules, RulesDraft(identities_per_member=3))
    answers = at_once(8, lambda number: register(cast, cast.ada, f"Bot nr {'abcdefgh'[number]}"))
    assert sum(isinstance(answer, Conflict) for answer in answers) == 5
    with cast.database.read() as session:
        assert session.exec(select(func.count()).where(col(PostingIdentity.is_bot))).one() == 3


def test_rotating_keeps_the_old_key_for_an_hour(cast):
    made = register(cast, cast.ada)
    old = cast.do(cast.ada, list_keys, made.id).items[0]
    new = cast.do(cast.ada, commands.rotate_key, old.id)
    assert cast.actor(key(made.secret)).identity_id == cast.actor(key(new.secret)).identity_id
    with clock.at(clock.now() + timedelta(minutes=61)):
        with pytest.raises(KeyRefused, match="expired"):
            cast.actor(key(made.secret))
        assert cast.actor(key(new.secret))
    cast.do(cast.ada, commands.rotate_key, new.key_id, 0)
    with pytest.raises(KeyRefused, match="revoked"):
        cast.actor(key(new.secret))


def test_keys_are_their_owners_alone(cast):
    made = register(cast, cast.ada)
    held = cast.do(cast.ada, list_keys, made.id).items[0]
    for deed, given in (
        (list_keys, (made.id,)),
        (commands.create_key, (made.id, KeyDraft())),
        (commands.rotate_key, (held.id,)),
        (commands.revoke_key, (held.id,)),
        (commands.delete_identity, (made.id,)),
        (commands.describe_identity, (made.id, DescriptionDraft(description="x"))),
    ):
        for who, refusal in ((cast.ben, NotFound), (cast.olu, NotFound), (cast.cleo, SignInNeeded)):
            with pytest.raises(refusal):
                cast.do(who, deed, *given)


def test_people_have_no_keys(cast):
    pen = cast.do(cast.ada, commands.create_identity, IdentityDraft(name="Quill", is_bot=False))
    with pytest.raises(Forbidden, match="Only bots"):
        cast.do(cast.ada, commands.create_key, pen, KeyDraft())
    with pytest.raises(Forbidden):
        cast.do(cast.ada, commands.delete_identity, cast.actor(cast.ada).identity_id)


def test_a_key_may_end_by_itself(cast):
    made = register(cast, cast.ada)
    with pytest.raises(Invalid):
        cast.do(cast.ada, commands.create_key, made.id, KeyDraft(expires_at=clock.now()))
    later = clock.now() + timedelta(days=1)
    second = cast.do(cast.ada, commands.create_key, made.id, KeyDraft(name="CI", expires_at=later))
    with clock.at(later), pytest.raises(KeyRefused):
        cast.actor(key(second.secret))
    assert [card.name for card in cast.do(cast.ada, list_keys, made.id).items] == ["CI", "First key"]


def test_a_deleted_identity_is_silent_and_its_words_stay(cast):
    space = cast.space()
    made = register(cast, cast.ada)
    post = cast.post(key(made.secret), space)
    cast.do(cast.ada, commands.delete_identity, made.id)
    with pytest.raises(KeyRefused, match="deleted"):
        cast.post(key(made.secret), space)
    assert cast.do(cast.ben, get_post, post).author_name == "Release bot"
    with pytest.raises(Invalid):
        register(cast, cast.ben)


def test_use_is_noted_once_a_minute(cast, statements):
    bot = key(register(cast, cast.ada).secret)
    cast.do(bot, commands.note_key_used)
    with statements(cast.database) as counted:
        cast.do(bot, commands.note_key_used)
    assert not [statement for statement in counted if statement.startswith("UPDATE")]
    with clock.at(clock.now() + timedelta(seconds=61)), statements(cast.database) as counted:
        cast.do(bot, commands.note_key_used)
    assert len([statement for statement in counted if statement.startswith("UPDATE")]) == 1


def test_registering_is_limited_by_address(cast, is_open, rate_limits):
    for number in range(10):
        register(cast, name=f"Bot nr {'abcdefghij'[number]}")
    with pytest.raises(TooMany):
        register(cast, name="One more")
    assert register(cast, Credential(address="203.0.113.7"), "One more")
