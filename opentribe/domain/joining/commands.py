"""Signing up: account, member and default posting identity, in one transaction."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor, Role
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import staged
from opentribe.domain.auth import passwords
from opentribe.domain.auth.commands import issue_ticket
from opentribe.domain.auth.facts import AccountCreated
from opentribe.domain.auth.models import Account
from opentribe.domain.auth.schemas import checked_password, normal_email
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.joining import policy
from opentribe.domain.joining.queries import free_handle, is_taken
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.models import User
from opentribe.domain.members.schemas import checked_handle, checked_name
from opentribe.kit import limits
from opentribe.kit.db import Database, insert_if_absent
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.portraits import portrait_address

PER_ADDRESS = "20/hour"
TAKEN = "This address cannot be used for a new account. If it is yours, sign in instead."
HANDLE_TAKEN = "That handle is taken. Choose another."


@staged
def sign_up(database: Database, actor: Actor, draft: SignUpDraft) -> str:
    """Make the account and give a one-time ticket for its first session.

    The first account of an installation becomes its owner, also when two arrive at once.
    Raises Invalid naming each field that needs another try, TooMany past the limit.
    """
    require(policy.can_sign_up(actor))
    name, handle, email, password = _checked(draft)
    limits.spend(PER_ADDRESS, "sign-up", actor.address, what="new accounts from here")
    hashed = passwords.hash_password(password)
    try:
        with database.write() as session:
            return _join(session, Account(email=email, password_hash=hashed), name, handle)
    except IntegrityError:  # two at once: the second sees what the first took
        with database.read() as session:
            taken = session.exec(select(col(Account.id)).where(Account.email == email)).first()
        raise (Invalid(email=TAKEN) if taken else Invalid(username=HANDLE_TAKEN)) from None


def _checked(draft: SignUpDraft) -> tuple[str, str, str, str]:
    """All fields, or one Invalid with every problem at once."""
    problems: dict[str, str] = {}
    values = []
    for check, text in (
        (checked_name, draft.name),
        (checked_handle, draft.username or "suggest"),
        (normal_email, draft.email),
        (checked_password, draft.password),
    ):
        try:
            values.append(check(text))
        except Invalid as refusal:
            problems |= refusal.fields
    if problems:
        raise Invalid(**problems)
    name, handle, email, password = values
    return name, handle if draft.username else "", email, password


def _join(session: Session, account: Account, name: str, handle: str) -> str:
    if session.exec(select(col(Account.id)).where(Account.email == account.email)).first():
        raise Invalid(email=TAKEN)
    handle = handle or free_handle(session, name)
    if not handle or is_taken(session, handle):
        raise Invalid(username=HANDLE_TAKEN)
    is_first = _claims_installation(session)
    session.add(account)
    session.flush()
    portrait = portrait_address(handle)
    user = User(
        auth_id=account.id,
        email=account.email,
        name=name,
        username=handle,
        image=portrait,
        role=Role.owner if is_first else Role.member,
    )
    session.add(user)
    session.flush()
    session.add(PostingIdentity(user_id=user.id, name=name, image=portrait, is_default=True))
    tell(session, AccountCreated(account_id=account.id, user_id=user.id))
    return issue_ticket(session, account.id)


def _claims_installation(session: Session) -> bool:
    """Whether this is the first account: the one settings row can be made by one transaction only."""
    return insert_if_absent(session, CommunitySettings, **CommunitySettings().model_dump())
