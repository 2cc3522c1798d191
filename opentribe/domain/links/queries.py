"""Looking at a link without using it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.auth import links
from opentribe.domain.auth.models import Account, LoginToken, TokenPurpose
from opentribe.domain.links.schemas import LinkCard, LinkStand
from opentribe.domain.members.models import User
from opentribe.kit import clock


@query
def look_at_link(session: Session, actor: Actor, purpose: TokenPurpose, secret: str) -> LinkCard:
    """Whether a link is good, and whom it is about; nothing is used up, since mail scanners open links too."""
    token = links.find(session, purpose, secret)
    if token is None:
        return LinkCard()
    if token.used_at is not None:
        return LinkCard(stand=LinkStand.used)
    if token.expires_at <= clock.now():
        return LinkCard(stand=LinkStand.old)
    found = session.exec(
        select(User.name, Account.email)
        .join(Account, col(Account.id) == col(User.auth_id))
        .where(Account.id == token.account_id, col(Account.disabled_at).is_(None))
    ).first()
    if found is None or not is_for_now(token, found[1]):
        return LinkCard(stand=LinkStand.old)
    return LinkCard(stand=LinkStand.good, name=found[0], address=address_of(token))


def address_of(token: LoginToken) -> str:
    """The address that a link was sent to."""
    return str((token.payload or {}).get("email", ""))


def is_for_now(token: LoginToken, email: str) -> bool:
    """Whether a link that opens an account went to the address that the account still has."""
    return token.purpose == TokenPurpose.verify_email or address_of(token) == email
