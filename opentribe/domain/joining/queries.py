"""What the sign-up page asks before anybody joins."""

from __future__ import annotations

from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.auth.models import Account
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.naming import name_key
from opentribe.domain.members.queries import handle_is_taken
from opentribe.domain.members.schemas import RESERVED_HANDLES
from opentribe.kit.text import handle_from

TRIES = 50


@query
def suggest_handle(session: Session, actor: Actor, name: str) -> str:
    """A free @handle made from a display name: `ada`, else `ada2`, `ada3` and so on."""
    return free_handle(session, name)


@query
def is_first(session: Session, actor: Actor) -> bool:
    """Whether nobody has an account yet, so that the next to sign up becomes the owner."""
    return session.exec(select(col(Account.id)).limit(1)).first() is None


def free_handle(session: Session, name: str) -> str:
    """See `suggest_handle`; for use inside another transaction."""
    stem = handle_from(name)
    for number in range(1, TRIES):
        handle = stem if number == 1 else f"{stem[: 24 - len(str(number))]}{number}"
        if handle not in RESERVED_HANDLES and not is_taken(session, handle):
            return handle
    return ""


def is_taken(session: Session, handle: str) -> bool:
    """Whether a member has the handle, or a bot or a pen name goes by what a reader could take for it."""
    if handle_is_taken(session, handle):
        return True
    named = select(PostingIdentity.id).where(PostingIdentity.name_key == name_key(handle))
    return session.exec(named).first() is not None
