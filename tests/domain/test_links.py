"""Links in mail: each works once, for a while, for whoever holds it, and tells nobody who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from opentribe.domain.access.actor import Credential
from opentribe.domain.auth.commands import open_session, sign_in
from opentribe.domain.auth.models import Account, LoginToken, TokenPurpose
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.links import commands
from opentribe.domain.links.queries import look_at_link
from opentribe.domain.links.schemas import AddressDraft, AskDraft, LinkStand, PasswordDraft
from opentribe.domain.mail.letters.known import letters
from opentribe.domain.mail.queries import get_standing
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.errors import Conflict, Forbidden, Invalid, SignInNeeded, TooMany
from opentribe.kit.facts import connect
from opentribe.kit.jobs.models import Job
from opentribe.kit.tokens import digest
from opentribe.wiring import REACTIONS
from tests.cast import CLEO, PASSWORD, Cast, join
from tests.crowd import at_once
from tests.domain.mailing import bring
from tests.post_office import PostOffice, link_in

ADA = AskDraft(email=" ADA@example.org")
NEW = PasswordDraft(password="another-long-password")
RESET, MAGIC, VERIFY = TokenPurpose.reset_password, TokenPurpose.magic_link, TokenPurpose.verify_email


def asked(cast: Cast, office: PostOffice, use_case, path: str) -> str:  # type: ignore[no-untyped-def]
    """The secret of the link that came when cleo asked for one to ada's address."""
    cast.do(cast.cleo, use_case, ADA)
    (letter,) = bring(cast.database, office)
    assert letter["To"] == "ada@example.org"
    return link_in(letter, path)


def entered(cast: Cast, ticket: str) -> Credential:
    """A session from a ticket."""
    return Credential(session_hash=digest(cast.do(cast.cleo, open_session, ticket, "Firefox")))


def test_signing_up_sends_a_welcome_whose_link_confirms_the_address(database, office) -> None:
    connect(REACTIONS)
    try:
        olu = join(database, "olu")
    finally:
        connect({})
    cast = Cast(database, olu, olu, olu, olu)
    (letter,) = bring(database, office)
    assert letter["Subject"] == "Welcome to OpenTribe"
    assert not cast.do(olu, get_standing).is_confirmed
    secret = link_in(letter, "/verify/")
    assert cast.do(CLEO, look_at_link, VERIFY, secret).address == "olu@example.org"
    assert cast.do(CLEO, commands.confirm_address, secret) == "olu@example.org"
    assert cast.do(olu, get_standing).is_confirmed
    with pytest.raises(Conflict):
        cast.do(olu, commands.send_again)


def test_a_sign_in_link_works_once_even_for_many_at_once(cast, office) -> None:
    secret = asked(cast, office, commands.ask_for_link, "/enter/")
    for _ in range(3):  # mail scanners look at links, and that changes nothing
        assert cast.do(cast.cleo, look_at_link, MAGIC, secret).name == "Ada"
    answers = at_once(6, lambda _number: cast.do(cast.cleo, commands.enter_by_link, secret))
    tickets = [each for each in answers if isinstance(each, str)]
    assert len(tickets) == 1
    assert all(isinstance(each, Forbidden) for each in answers if not isinstance(each, str))
    assert cast.actor(entered(cast, tickets[0])).user_id == cast.user_id("ada")
    assert cast.do(cast.cleo, look_at_link, MAGIC, secret).stand == LinkStand.used


@pytest.mark.parametrize(
    ("use_case", "path", "purpose", "minutes"),
    [(commands.ask_for_link, "/enter/", MAGIC, 15), (commands.ask_for_reset, "/reset/", RESET, 60)],
)
def test_a_link_ages(cast, office, use_case, path, purpose, minutes) -> None:
    secret = asked(cast, office, use_case, path)
    with clock.at(clock.now() + timedelta(minutes=minutes, seconds=-20)):
        assert cast.do(cast.cleo, look_at_link, purpose, secret).stand == LinkStand.good
    with clock.at(clock.now() + timedelta(minutes=minutes, seconds=1)):
        assert cast.do(cast.cleo, look_at_link, purpose, secret).stand == LinkStand.old
        with pytest.raises(Forbidden, match="too old"):
            use(cast, purpose, secret)
    assert cast.actor(cast.ada).is_member


def use(cast: Cast, purpose: TokenPurpose, secret: str) -> object:
    """Use a link for what it is for."""
    if purpose == RESET:
        return cast.do(cast.cleo, commands.reset_password, secret, NEW)
    return cast.do(cast.cleo, commands.enter_by_link if purpose == MAGIC else commands.confirm_address, secret)


@pytest.mark.parametrize("purpose", [RESET, MAGIC, VERIFY])
def test_what_is_no_link_of_ours_opens_nothing(cast, office, purpose) -> None:
    good = asked(cast, office, commands.ask_for_reset, "/reset/")
    others = [good] if purpose != RESET else []
    for secret in ("", "x", good[:-1], good + "x", good.swapcase(), "ü" * 43, "a" * 5000, "\0", *others):
        assert cast.do(cast.cleo, look_at_link, purpose, secret).stand == LinkStand.unknown
        with pytest.raises(Forbidden):
            use(cast, purpose, secret)


def test_a_new_password_ends_all_sessions_and_all_other_links(cast, office) -> None:
    other = asked(cast, office, commands.ask_for_link, "/enter/")
    secret = asked(cast, office, commands.ask_for_reset, "/reset/")
    with pytest.raises(Invalid):
        cast.do(cast.cleo, commands.reset_password, secret, PasswordDraft(password="short"))
    ada = entered(cast, cast.do(cast.cleo, commands.reset_password, secret, NEW))
    assert not cast.actor(cast.ada).is_member
    assert cast.actor(ada).user_id == cast.user_id("ada")
    assert cast.actor(cast.ben).is_member
    with pytest.raises(Invalid):
        cast.do(cast.cleo, sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    cast.do(cast.cleo, sign_in, SignInDraft(email="ada@example.org", password=NEW.password))
    for again, purpose in ((secret, RESET), (other, MAGIC)):
        with pytest.raises(Forbidden):
            use(cast, purpose, again)
    (told,) = bring(cast.database, office)
    assert "was changed" in told["Subject"]


def test_nobody_learns_who_has_an_account(cast, office, statements) -> None:
    ran = []
    for email in ("ada@example.org", "nobody@example.org"):
        for use_case in (commands.ask_for_link, commands.ask_for_reset):
            with statements(cast.database) as counted:
                assert cast.do(cast.cleo, use_case, AskDraft(email=email)) is None
            ran.append([statement.split("VALUES")[0] for statement in counted])
    assert ran[0] == ran[1] == ran[2] == ran[3]
    assert {letter["To"] for letter in bring(cast.database, office)} == {"ada@example.org"}
    with cast.database.read() as session:
        assert not session.exec(select(Job).where(Job.failed_at.is_not(None))).all()  # type: ignore[union-attr]


def test_the_secret_is_stored_nowhere(cast, office) -> None:
    secret = asked(cast, office, commands.ask_for_reset, "/reset/")
    with cast.database.read() as session:
        (token,) = session.exec(select(LoginToken).where(LoginToken.purpose == RESET)).all()
        payloads = [str(job.payload) for job in session.exec(select(Job))]
    assert token.token_hash == digest(secret)
    assert not any(secret in payload for payload in payloads)


def test_a_letter_that_is_sent_twice_holds_one_link(cast, office) -> None:
    cast.do(cast.cleo, commands.ask_for_link, ADA)
    office.to_letter = lambda _address: "451 once more"
    assert bring(cast.database, office) == []
    office.to_letter = lambda _address: "250 OK"
    with clock.at(clock.now() + timedelta(minutes=5)):
        (letter,) = bring(cast.database, office)
        with cast.database.read() as session:
            tokens = session.exec(select(LoginToken).where(LoginToken.purpose == MAGIC)).all()
        assert len(tokens) == 1
        assert tokens[0].expires_at > clock.now() + timedelta(minutes=14)  # it lives from when it left
        use(cast, MAGIC, link_in(letter, "/enter/"))


def test_whoever_proves_the_address_first_shuts_out_the_one_who_only_claimed_it(cast, office) -> None:
    squatter = cast.ada  # signed up with an address that is not hers, and wants it to become hers before she is out
    cast.do(squatter, commands.change_address, AddressDraft(email="eve@example.org", password=PASSWORD))
    (letter,) = bring(cast.database, office)
    waits = link_in(letter, "/verify/")
    secret = asked(cast, office, commands.ask_for_link, "/enter/")
    owner = entered(cast, cast.do(cast.cleo, commands.enter_by_link, secret))
    assert cast.actor(owner).is_member
    assert not cast.actor(squatter).is_member
    with pytest.raises(Invalid):
        cast.do(cast.cleo, sign_in, SignInDraft(email="ada@example.org", password=PASSWORD))
    with pytest.raises(Forbidden):
        cast.do(cast.cleo, commands.confirm_address, waits)


def test_a_new_address_takes_the_olds_place_once_it_is_confirmed(cast, office) -> None:
    before = asked(cast, office, commands.ask_for_link, "/enter/")
    cast.do(cast.ada, commands.change_address, AddressDraft(email="Ada@New.example", password=PASSWORD))
    assert cast.do(cast.ada, get_standing).address == "ada@example.org"
    (letter,) = bring(cast.database, office)
    assert letter["To"] == "ada@new.example"
    assert cast.do(cast.cleo, commands.confirm_address, link_in(letter, "/verify/")) == "ada@new.example"
    standing = cast.do(cast.ada, get_standing)
    assert (standing.address, standing.is_confirmed) == ("ada@new.example", True)
    with cast.database.read() as session:
        assert session.get_one(User, cast.user_id("ada")).email == "ada@new.example"
    (told,) = bring(cast.database, office)
    assert told["To"] == "ada@example.org"
    with pytest.raises(Forbidden):  # the old mailbox opens the account no more
        cast.do(cast.cleo, commands.enter_by_link, before)


def test_an_address_of_somebody_else_is_refused_only_to_who_opens_that_mailbox(cast, office) -> None:
    cast.do(cast.ada, commands.change_address, AddressDraft(email="ben@example.org", password=PASSWORD))
    (letter,) = bring(cast.database, office)
    assert letter["To"] == "ben@example.org"
    with pytest.raises(Invalid, match="cannot be used"):
        cast.do(cast.cleo, commands.confirm_address, link_in(letter, "/verify/"))
    assert cast.do(cast.ada, get_standing).address == "ada@example.org"


def test_changing_an_address_asks_for_the_password(cast, rate_limits) -> None:
    draft = AddressDraft(email="new@example.org", password="not-hers-at-all")
    for _ in range(8):
        with pytest.raises(Invalid, match="password"):
            cast.do(cast.ada, commands.change_address, draft)
    with pytest.raises(TooMany):
        cast.do(cast.ada, commands.change_address, draft)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.change_address, draft)


def test_nobody_is_flooded(cast, rate_limits) -> None:
    for number in range(4):
        cast.do(Credential(address=f"10.0.0.{number}"), commands.ask_for_link, ADA)
    for use_case in (commands.ask_for_link, commands.ask_for_reset):  # one mailbox, whoever asks, for whatever
        with pytest.raises(TooMany):
            cast.do(Credential(address="10.9.9.9"), use_case, ADA)
    for number in range(20):
        cast.do(cast.cleo, commands.ask_for_reset, AskDraft(email=f"n{number}@example.org"))
    with pytest.raises(TooMany):
        cast.do(cast.cleo, commands.ask_for_reset, AskDraft(email="one-more@example.org"))
    with cast.database.read() as session:
        assert len(session.exec(select(Job)).all()) == 24


@pytest.mark.parametrize("email", ["", "ada", "a@b", "ada@example.org\nBcc: eve@example.org", "a b@example.org"])
def test_what_is_no_address_is_told(cast, email) -> None:
    with pytest.raises(Invalid) as refusal:
        cast.do(cast.cleo, commands.ask_for_link, AskDraft(email=email))
    assert set(refusal.value.fields) == {"email"}


def test_a_closed_account_gets_no_links_and_those_it_has_open_nothing(cast, office) -> None:
    secret = asked(cast, office, commands.ask_for_link, "/enter/")
    with cast.database.write() as session:
        session.exec(select(Account).where(Account.email == "ada@example.org")).one().disabled_at = clock.now()
    assert cast.do(cast.cleo, look_at_link, MAGIC, secret).stand == LinkStand.old
    with pytest.raises(Forbidden):
        cast.do(cast.cleo, commands.enter_by_link, secret)
    cast.do(cast.cleo, commands.ask_for_reset, ADA)
    assert bring(cast.database, office) == []


def test_a_link_that_was_asked_for_long_ago_is_not_sent(cast, office) -> None:
    with clock.at(clock.now() - timedelta(hours=7)):
        cast.do(cast.cleo, commands.ask_for_link, ADA)
    assert bring(cast.database, office) == []
    with cast.database.read() as session:
        assert "too long ago" in (session.exec(select(Job.last_error)).one() or "")


def test_no_letter_repeats_what_somebody_called_themselves(cast, office) -> None:
    with cast.database.write() as session:
        session.get_one(User, cast.user_id("ada")).name = "Win money at evil.example"
    for use_case in (commands.ask_for_link, commands.ask_for_reset):
        cast.do(cast.cleo, use_case, ADA)
    cast.do(cast.ada, commands.send_again)
    found = bring(cast.database, office)
    assert len(found) == 3
    assert not any("evil" in letter.as_string() for letter in found)
    assert len(letters()) >= 8
