"""Asking for links by mail, and what using one does."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.auth import links, passwords
from opentribe.domain.auth import policy as auth_policy
from opentribe.domain.auth.commands import end_sessions, issue_ticket
from opentribe.domain.auth.models import Account, LoginToken, TokenPurpose
from opentribe.domain.auth.schemas import checked_password, normal_email
from opentribe.domain.links import policy
from opentribe.domain.links.facts import AddressConfirmed
from opentribe.domain.links.queries import address_of, is_for_now
from opentribe.domain.links.schemas import AddressDraft, AskDraft, PasswordDraft
from opentribe.domain.members.models import User
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Conflict, Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.mail.outbox import send_later

PER_ADDRESS = "20/hour"  # letters asked for from one place
PER_ACCOUNT = "6/hour"  # and by one member
PER_RECIPIENT = ("4/15 minutes", "12/day")  # and to one mailbox, whoever asks
PASSWORD_TRIES = "8/10 minutes"
WHAT = "letters"
CONFIRMED = "Your address is confirmed already."
NOT_USABLE = "This address cannot be used for your account. Name another."
WRONG_PASSWORD = "That is not your password. Try again."
NO_PASSWORD = "Choose a password first: sign out, then take “Forgot your password?”."


@command
def ask_for_link(session: Session, actor: Actor, draft: AskDraft) -> None:
    """Send a sign-in link, if there is such an account. Answer and work are the same when there is not."""
    require(policy.can_ask(actor))
    _send_to(session, actor, "magic_link", normal_email(draft.email))


@command
def ask_for_reset(session: Session, actor: Actor, draft: AskDraft) -> None:
    """Send a link to choose a new password, if there is such an account; else the same, less the letter."""
    require(policy.can_ask(actor))
    _send_to(session, actor, "reset", normal_email(draft.email))


def _send_to(session: Session, actor: Actor, letter: str, email: str) -> None:
    """Only the job that sends it finds out whether there is an account, so no answer and no delay can tell."""
    _spend(actor, email)
    send_later(session, letter, email=email)


def _spend(actor: Actor, email: str) -> None:
    limits.spend(PER_ADDRESS, "mail-from", actor.address, what=WHAT)
    if actor.account_id:
        limits.spend(PER_ACCOUNT, "mail-by", str(actor.account_id), what=WHAT)
    for rule in PER_RECIPIENT:
        limits.spend(rule, "mail-to", email, what=WHAT)


@command
def send_again(session: Session, actor: Actor) -> None:
    """Send the link that confirms one's address once more. Raises Conflict when it is confirmed."""
    require(policy.can_change_address(actor))
    account = session.get_one(Account, actor.account_id)
    if account.email_verified_at is not None:
        raise Conflict(CONFIRMED)
    _spend(actor, account.email)
    send_later(session, "verify", account_id=str(account.id), email=account.email)


@staged
def change_address(database: Database, actor: Actor, draft: AddressDraft) -> None:
    """Send a link to a new address; it takes the old one's place when the link is used.

    That it belongs to somebody else is told to nobody but whoever opens that mailbox. Raises Invalid.
    """
    require(policy.can_change_address(actor))
    email = normal_email(draft.email)
    limits.spend(PASSWORD_TRIES, "address", str(actor.account_id))
    with database.read() as session:
        account = session.get_one(Account, actor.account_id)
    if account.password_hash is None:
        raise Invalid(password=NO_PASSWORD)
    if not passwords.password_fits(draft.password, account.password_hash):
        raise Invalid(password=WRONG_PASSWORD)
    _spend(actor, email)
    seed = new_id().hex
    with database.write() as session:  # made now, not when the letter is written: what ends all links ends this one too
        links.mint(session, TokenPurpose.verify_email, account.id, seed, {"email": email})
        send_later(session, "verify", account_id=str(account.id), email=email, seed=seed)


@staged
def confirm_address(database: Database, actor: Actor, secret: str) -> str:
    """Use a link: the address it went to is the account's, and confirmed. Gives the address.

    Raises Forbidden when the link is used or too old, Invalid when somebody else has the address by now.
    """
    try:
        with database.write() as session:
            token = _spent(session, TokenPurpose.verify_email, secret)
            return _confirm(session, session.get_one(Account, token.account_id), address_of(token))
    except IntegrityError:  # an account with this address was made at the same moment
        raise Invalid(form=NOT_USABLE) from None


def _confirm(session: Session, account: Account, email: str) -> str:
    if account.email != email:
        if session.exec(select(Account.id).where(Account.email == email)).first() is not None:
            raise Invalid(form=NOT_USABLE)
        send_later(session, "address_changed", account_id=str(account.id), email=account.email)
        session.connection().execute(update(User).where(col(User.auth_id) == account.id).values(email=email))
        account.email = email
    account.email_verified_at = clock.now()
    session.add(account)
    tell(session, AddressConfirmed(account_id=account.id))
    return email


@command
def enter_by_link(session: Session, actor: Actor, secret: str) -> str:
    """Use a sign-in link; gives a ticket for a session.

    The first to show that the address is theirs may not be the one who signed up with it: then the password and the
    sessions of whoever did are gone.
    """
    require(auth_policy.can_sign_in(actor))
    token = _spent(session, TokenPurpose.magic_link, secret)
    account = session.get_one(Account, token.account_id)
    if account.email_verified_at is None:
        account.password_hash = None
        links.void(session, account.id)
        _end_sessions(session, account.id)
        _confirm(session, account, account.email)
    return issue_ticket(session, account.id)


@staged
def reset_password(database: Database, actor: Actor, secret: str, draft: PasswordDraft) -> str:
    """Use a link to choose a new password: all sessions, links and tickets of the account end. Gives a fresh ticket.

    Raises Invalid for a password that cannot be one, and then the link stays good.
    """
    require(auth_policy.can_sign_in(actor))
    password = checked_password(draft.password)
    with database.read() as session:
        require(policy.can_use(links.find(session, TokenPurpose.reset_password, secret)))
    hashed = passwords.hash_password(password)
    with database.write() as session:
        token = _spent(session, TokenPurpose.reset_password, secret)
        account = session.get_one(Account, token.account_id)
        account.password_hash = hashed
        _confirm(session, account, account.email)
        links.void(session, account.id)
        _end_sessions(session, account.id)
        send_later(session, "password_changed", account_id=str(account.id))
        return issue_ticket(session, account.id)


def _spent(session: Session, purpose: TokenPurpose, secret: str) -> LoginToken:
    """The row of a link that was good until now. Raises Forbidden for one that is not."""
    token = links.find(session, purpose, secret)
    require(policy.can_use(token))
    assert token is not None
    account = session.get(Account, token.account_id)
    is_open = account is not None and account.disabled_at is None and is_for_now(token, account.email)
    if not is_open or not links.spend(session, token):
        raise policy.is_spent()
    return token


def _end_sessions(session: Session, account_id: UUID) -> None:
    for user_id in session.exec(select(User.id).where(User.auth_id == account_id)):
        end_sessions(session, account_id, user_id)
