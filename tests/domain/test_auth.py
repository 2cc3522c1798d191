"""Signing up and in: what the first account becomes, what strangers can learn, what ends a session."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlmodel import func, select

from opentribe.domain.access.actor import Credential, Role
from opentribe.domain.auth import commands, passwords
from opentribe.domain.auth.housekeeping import sweep
from opentribe.domain.auth.models import Account, AuthSession, LoginToken
from opentribe.domain.auth.queries import list_sessions
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.entry import actor_for, perform
from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.queries import suggest_handle
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.models import User
from opentribe.domain.members.queries import get_me
from opentribe.kit import clock
from opentribe.kit.errors import Forbidden, Invalid, NotFound, SignInNeeded, TooMany
from opentribe.kit.tokens import digest
from tests.cast import CLEO, PASSWORD, Cast, join

DRAFT = SignUpDraft(email="Olu@Example.org ", password=PASSWORD, name="Olu Adeyemi")


def test_account_member_and_default_identity_come_together(database):
    perform(database, CLEO, sign_up, DRAFT)
    with database.read() as session:
        account = session.exec(select(Account)).one()
        user = session.exec(select(User)).one()
        identity = session.exec(select(PostingIdentity)).one()
    assert account.email == "olu@example.org"
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (user.auth_id, user.role, user.username) == (account.id, Role.owner, "olu_adeyemi")
    assert (identity.user_id, identity.is_default, identity.name) == (user.id, True, "Olu Adeyemi")


def test_nothing_is_left_when_the_identity_cannot_be_made(database, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("no identity today")

    monkeypatch.setattr("opentribe.domain.joining.commands.PostingIdentity", broken)
    with pytest.raises(RuntimeError):
        perform(database, CLEO, sign_up, DRAFT)
    with database.read() as session:
        for table in (Account, User, LoginToken):
            assert session.exec(select(func.count()).select_from(table)).one() == 0


def test_only_one_of_many_first_accounts_becomes_owner(database):
    def one(number: int) -> None:
        draft = SignUpDraft(
            email=f"p{number}@example.org", password=PASSWORD, name=f"P {number}", username=f"p{number}x"
        )
        perform(database, Credential(address=f"10.0.0.{number}"), sign_up, draft)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        roles = session.exec(select(User.role)).all()
    assert sorted(roles) == [Role.member] * 7 + [Role.owner]


def test_the_same_address_or_handle_twice_at_once_joins_once(database):
    join(database, "ada")
    answers: list[object] = []

    def one() -> None:
        try:
            answers.append(perform(database, CLEO, sign_up, DRAFT.model_copy(update={"username": "twin"})))
        except Invalid as refusal:
            answers.append(refusal)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert all(set(answer.fields) <= {"email", "username"} for answer in answers if isinstance(answer, Invalid))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "not an address"),
        ("email", "a@b"),
        ("email", "x" * 250 + "@example.org"),
        ("password", "short"),
        ("password", "x" * 257),
        ("password", "ab\ud800cdefgh"),
        ("name", " \n\t "),
        ("name", "\u202e\x00"),
        ("name", "x" * 61),
        ("username", "a"),
        ("username", "has space"),
        ("username", "admin"),
        ("username", "ünïcode"),
    ],
)
def test_bad_fields_are_named(database, field, value):
    with pytest.raises(Invalid) as refusal:
        perform(database, CLEO, sign_up, DRAFT.model_copy(update={field: value}))
    assert list(refusal.value.fields) == [field]


def test_all_bad_fields_are_named_at_once(database):
    with pytest.raises(Invalid) as refusal:
        perform(database, CLEO, sign_up, SignUpDraft(email="x", password="x", name="", username="!"))
    assert set(refusal.value.fields) == {"email", "password", "name", "username"}


def test_handles_are_suggested_and_stay_free(database):
    join(database, "ada")
    assert perform(database, CLEO, suggest_handle, "Ada") == "ada2"
    assert perform(database, CLEO, suggest_handle, "Zoë Ångström") == "zoe_angstrom"
    assert perform(database, CLEO, suggest_handle, "Admin") != "admin"


def test_unknown_address_and_wrong_password_look_and_cost_the_same(database, monkeypatch):
    join(database, "ada")
    verified = []
    real = passwords._hasher

    class Counting:
        def verify(self, stored, password):
            verified.append(stored)
            return real.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    messages = set()
    for email in ("ada@example.org", "nobody@example.org"):
        with pytest.raises(Invalid) as refusal:
            perform(database, CLEO, commands.sign_in, SignInDraft(email=email, password="wrong-password"))
        messages.add(str(refusal.value.fields))
    assert len(messages) == 1
    assert len(verified) == 2
    assert {stored.rsplit("$", 2)[0] for stored in verified} == {"$argon2id$v=19$m=19456,t=2,p=1"}


def test_a_ticket_opens_one_session(database):
    join(database, "ada")
    draft = SignInDraft(email=" ADA@example.org", password=PASSWORD)
    ticket = perform(database, CLEO, commands.sign_in, draft)
    secret = perform(database, CLEO, commands.open_session, ticket, "agent")
    with pytest.raises(SignInNeeded):
        perform(database, CLEO, commands.open_session, ticket, "agent")
    assert perform(database, Credential(session_hash=digest(secret)), get_me).username == "ada"
    with database.read() as session:
        stored = [*session.exec(select(AuthSession.token_hash)), *session.exec(select(LoginToken.token_hash))]
    assert ticket not in stored
    assert secret not in stored


def test_a_ticket_is_good_for_a_minute(database):
    join(database, "ada")
    ticket = perform(database, CLEO, commands.sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    with clock.at(clock.now() + timedelta(seconds=61)), pytest.raises(SignInNeeded):
        perform(database, CLEO, commands.open_session, ticket, "agent")


def test_sessions_end_after_their_days_unless_they_are_used(cast):
    later = clock.now() + timedelta(days=6)
    with clock.at(later):
        cast.do(cast.ada, commands.note_seen)
    with clock.at(later + timedelta(days=6)):
        assert cast.actor(cast.ada).is_member
        assert not cast.actor(cast.ben).is_member


def test_being_seen_is_written_every_few_minutes(cast, statements):
    with statements(cast.database) as counted:
        cast.do(cast.ada, commands.note_seen)
    assert not [each for each in counted if each.startswith("UPDATE")]


def test_what_ended_long_ago_is_swept(cast):
    with clock.at(clock.now() + timedelta(days=60)):
        ticket = cast.do(cast.cleo, commands.sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
        cast.do(cast.cleo, commands.open_session, ticket, "agent")
        with cast.database.write() as session:
            sweep(session)
    with cast.database.read() as session:
        assert session.exec(select(func.count()).select_from(AuthSession)).one() == 1
        assert session.exec(select(func.count()).select_from(LoginToken)).one() == 1


def test_one_sees_and_ends_only_ones_own_sessions(cast):
    mine = cast.do(cast.ada, list_sessions)
    assert [card.is_this_one for card in mine] == [True]
    assert mine[0].device == "Firefox on Linux"
    bens = cast.do(cast.ben, list_sessions)[0].id
    with pytest.raises(NotFound):
        cast.do(cast.ada, commands.revoke_session, bens)
    cast.do(cast.ben, commands.revoke_session, bens)
    assert not cast.actor(cast.ben).is_member
    assert cast.actor(cast.ada).is_member


def test_sign_out_everywhere_ends_all_of_ones_own(cast):
    ticket = cast.do(cast.cleo, commands.sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    phone = Credential(session_hash=digest(cast.do(cast.cleo, commands.open_session, ticket, "phone")))
    cast.do(phone, commands.sign_out_everywhere)
    assert not cast.actor(cast.ada).is_member
    assert not cast.actor(phone).is_member
    assert cast.actor(cast.ben).is_member


def test_tries_are_limited_per_account_with_a_clear_wait(database, rate_limits):
    join(database, "ada")
    for number in range(8):
        visitor = Credential(address=f"10.1.0.{number}")
        with pytest.raises(Invalid):
            perform(database, visitor, commands.sign_in, SignInDraft(email="ada@example.org", password="wrong-one"))
    with pytest.raises(TooMany) as refusal:
        perform(database, CLEO, commands.sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    assert 0 < refusal.value.retry_after <= 601
    assert "Try again in" in str(refusal.value)


def test_tries_are_limited_per_address(database, rate_limits):
    for number in range(30):
        with pytest.raises(Invalid):
            perform(database, CLEO, commands.sign_in, SignInDraft(email=f"n{number}@example.org", password="wrong-one"))
    with pytest.raises(TooMany):
        perform(database, CLEO, commands.sign_in, SignInDraft(email="n99@example.org", password="wrong-one"))


def test_a_banned_or_closed_member_is_a_visitor(cast):
    with cast.database.write() as session:
        session.get(User, cast.user_id("ada")).banned_at = clock.now()
        session.exec(select(Account).where(Account.email == "ben@example.org")).one().disabled_at = clock.now()
    assert not cast.actor(cast.ada).is_member
    assert not cast.actor(cast.ben).is_member
    with pytest.raises(Invalid, match="closed"):
        cast.do(cast.cleo, commands.sign_in, SignInDraft(email="ben@example.org", password=PASSWORD))


def test_the_signed_in_do_not_sign_up_again(cast):
    with pytest.raises(Forbidden):
        cast.do(cast.ada, sign_up, DRAFT)


def test_finding_out_who_asks_takes_one_statement(cast, statements):
    with cast.database.read() as session, statements(cast.database) as counted:
        assert actor_for(session, cast.ada).is_member
    assert len(counted) == 1


def test_a_handle_that_a_bot_could_be_taken_for_is_refused(cast: Cast) -> None:
    cast.do(cast.ada, create_identity, IdentityDraft(name="Release bot"))
    for handle in ("release_bot", "releasebot", "re1easebot"):
        draft = SignUpDraft(email="eve@example.org", password=PASSWORD, name="Eve", username=handle)
        with pytest.raises(Invalid) as refusal:
            perform(cast.database, CLEO, sign_up, draft)
        assert set(refusal.value.fields) == {"username"}
    assert cast.do(CLEO, suggest_handle, "Release bot") == "release_bot2"
