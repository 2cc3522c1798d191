"""Letters about one's account: welcome, an address to confirm, links to sign in with, and what changed."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from opentribe.domain.auth import links
from opentribe.domain.auth.models import Account, TokenPurpose
from opentribe.domain.mail.letters.parts import Button, Given, Letter, Paragraph, Small, Written
from opentribe.domain.members.models import User

SOON = timedelta(hours=6)  # whoever asked for a link has asked again by then, or has gone
SAMPLE = "sample"
SAMPLE_TO = "ada@example.org"
NOT_YOU = "If that was not you, do nothing: without the link nothing happens."


def welcome(session: Session, community: str, given: Given) -> Written | None:
    """To whoever just signed up, with the link that confirms the address."""
    account, handle = _account_by_id(session, given)
    if account is None:
        return None
    token = "" if account.email_verified_at else _mint(session, TokenPurpose.verify_email, account, given)
    return _welcome(account.email, community, handle, token)


def _welcome(to: str, community: str, handle: str, token: str) -> Written:
    # No name that people chose stands here: anybody can sign up with the address of somebody else.
    confirm = (
        Paragraph("One thing is left: confirm that this address is yours, so that we can write to you."),
        Button("Confirm your address", f"/verify/{token}"),
        Small("The link is good for three days. If you did not sign up here, do nothing and you will hear no more."),
    )
    return Written(
        to=to,
        subject=f"Welcome to {community}",
        preview="One thing is left: confirm your address.",
        heading=f"Welcome to {community}",
        parts=(
            Paragraph(f"Your account is ready, and people find you as @{handle}."),
            *(confirm if token else (Button("Look around", "/"),)),
        ),
        reason=f"You get this because somebody signed up to {community} with this address.",
    )


def verify(session: Session, community: str, given: Given) -> Written | None:
    """To an address that is to be confirmed: the account's own, or the one that shall take its place."""
    account, _ = _account_by_id(session, given)
    to = given.text("email")
    if account is None or (account.email == to and account.email_verified_at):
        return None
    return _verify(to, community, _mint(session, TokenPurpose.verify_email, account, given, email=to))


def _verify(to: str, community: str, token: str) -> Written:
    return Written(
        to=to,
        subject=f"Confirm your address for {community}",
        preview="Then we can write to you here.",
        heading="Is this your address?",
        parts=(
            Paragraph(f"Confirm it, and {community} can write to you here and let you back in when you need that."),
            Button("Confirm this address", f"/verify/{token}"),
            Small(f"The link is good for three days. {NOT_YOU}"),
        ),
        reason=f"You get this because somebody named this address at {community}.",
    )


def magic_link(session: Session, community: str, given: Given) -> Written | None:
    """To whoever wants to sign in without a password. Nothing goes to an address that has no account."""
    account = _account_by_email(session, given)
    if account is None:
        return None
    return _magic_link(account.email, community, _mint(session, TokenPurpose.magic_link, account, given))


def _magic_link(to: str, community: str, token: str) -> Written:
    return Written(
        to=to,
        subject=f"Your link to sign in to {community}",
        preview="Good once, for 15 minutes.",
        heading=f"Sign in to {community}",
        parts=(
            Paragraph("Here is the link you asked for. It is good once, for 15 minutes."),
            Button("Sign in", f"/enter/{token}"),
            Small(f"Show this link to nobody: it opens your account. {NOT_YOU}"),
        ),
        reason=f"You get this because somebody asked {community} for a sign-in link to this address.",
    )


def reset(session: Session, community: str, given: Given) -> Written | None:
    """To whoever forgot the password."""
    account = _account_by_email(session, given)
    if account is None:
        return None
    return _reset(account.email, community, _mint(session, TokenPurpose.reset_password, account, given))


def _reset(to: str, community: str, token: str) -> Written:
    return Written(
        to=to,
        subject=f"Choose a new password for {community}",
        preview="Good once, for an hour.",
        heading="Choose a new password",
        parts=(
            Paragraph(
                "Here is the link you asked for. It is good once, for an hour. You are signed out everywhere then."
            ),
            Button("Choose a new password", f"/reset/{token}"),
            Small(f"Show this link to nobody: it opens your account. {NOT_YOU}"),
        ),
        reason=f"You get this because somebody asked {community} for a new password for this address.",
    )


def password_changed(session: Session, community: str, given: Given) -> Written | None:
    """To whoever has a new password, so that a stranger's deed does not go unseen."""
    account, _ = _account_by_id(session, given)
    return _password_changed(account.email, community) if account else None


def _password_changed(to: str, community: str) -> Written:
    return Written(
        to=to,
        subject=f"Your password for {community} was changed",
        preview="If that was you, all is well.",
        heading="Your password was changed",
        parts=(
            Paragraph("You were signed out everywhere. If that was you, all is well."),
            Paragraph("If it was not, choose a new password now, and one for your mailbox as well."),
            Button("Choose a new password", "/forgot"),
        ),
        reason=f"You get this because it is about the safety of your account at {community}.",
    )


def address_changed(session: Session, community: str, given: Given) -> Written | None:
    """To the address that was an account's until now."""
    account, _ = _account_by_id(session, given)
    return _address_changed(given.text("email"), community) if account else None


def _address_changed(to: str, community: str) -> Written:
    return Written(
        to=to,
        subject=f"Your account at {community} has a new address",
        preview="From now on we write there.",
        heading="Your account has a new address",
        parts=(
            Paragraph("This address no longer opens your account. From now on we write to the new one."),
            Small("If that was not you, write to the owner of the community at once."),
        ),
        reason=f"You get this because it is about the safety of your account at {community}.",
    )


def _account_by_id(session: Session, given: Given) -> tuple[Account | None, str]:
    """The account and its member's handle; none for one that is closed or gone."""
    found = session.exec(
        select(Account, User.username)
        .join(User, col(User.auth_id) == Account.id)
        .where(Account.id == given.id("account_id"), col(Account.disabled_at).is_(None))
    ).first()
    return found if found else (None, "")


def _account_by_email(session: Session, given: Given) -> Account | None:
    return session.exec(
        select(Account).where(Account.email == given.text("email"), col(Account.disabled_at).is_(None))
    ).first()


def _mint(session: Session, purpose: TokenPurpose, account: Account, given: Given, email: str = "") -> str:
    seed = given.text("seed") or given.seed
    return links.mint(session, purpose, account.id, seed, {"email": email or account.email})


LETTERS = (
    Letter(
        "welcome", "Welcome", "After somebody signed up", lambda name: _welcome(SAMPLE_TO, name, "ada", SAMPLE), welcome
    ),
    Letter(
        "verify",
        "Confirm an address",
        "When a member asks for it, or changes the address",
        lambda name: _verify(SAMPLE_TO, name, SAMPLE),
        verify,
        links.LIVES[TokenPurpose.verify_email],
    ),
    Letter(
        "magic_link",
        "Sign-in link",
        "When somebody signs in without a password",
        lambda name: _magic_link(SAMPLE_TO, name, SAMPLE),
        magic_link,
        SOON,
    ),
    Letter(
        "reset",
        "New password",
        "When somebody forgot the password",
        lambda name: _reset(SAMPLE_TO, name, SAMPLE),
        reset,
        SOON,
    ),
    Letter(
        "password_changed",
        "Password changed",
        "After a new password was chosen",
        lambda name: _password_changed(SAMPLE_TO, name),
        password_changed,
    ),
    Letter(
        "address_changed",
        "Address changed",
        "To the old address after a new one was confirmed",
        lambda name: _address_changed(SAMPLE_TO, name),
        address_changed,
    ),
)
