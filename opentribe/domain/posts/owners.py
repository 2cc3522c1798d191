"""Who stands behind the author of a post or a comment, and whether the reader is shown the way to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.schemas import address_of
from opentribe.domain.members import policy as members_policy
from opentribe.domain.members.models import MemberVisibility, User


class Owner(NamedTuple):
    """The member behind an identity, and which kind it is; what is theirs is empty for who is gone."""

    user_id: UUID | None
    is_bot: bool
    is_default: bool
    deleted_at: datetime | None
    handle: str | None
    visibility: MemberVisibility | None
    level: int | None

    def handle_for(self, actor: Actor) -> str:
        """The handle of the member whose name it is, empty when they are not to be seen.

        A bot is not its owner, and a pen name gives nobody away.
        """
        if not self.is_default or self.handle is None or self.visibility is None:
            return ""
        return self.handle if members_policy.may_see(actor, self.user_id, self.visibility) else ""

    def told(self, actor: Actor, name: str) -> dict[str, Any]:
        """What a card says of its author, whose name is given: see `schemas.Shown`."""
        handle = self.handle_for(actor)
        is_gone = self.deleted_at is not None
        own = f"/members/{handle}" if handle else ""
        other = "" if is_gone else address_of(name)
        return {
            "author_handle": handle,
            "author_level": (self.level or 0) if handle else 0,
            "author_path": own if self.is_default else other,
            "author_owner": self.handle or "" if self.is_bot else "",
            "author_is_gone": is_gone,
        }


# The columns of an Owner, for a statement that joins PostingIdentity, and User by `owned()`.
OWNER: tuple[Any, ...] = (
    PostingIdentity.user_id,
    PostingIdentity.is_bot,
    PostingIdentity.is_default,
    PostingIdentity.deleted_at,
    User.username,
    User.visibility,
    User.level,
)


def owned() -> ColumnElement[bool]:
    """On what User is joined (outer: bots may have nobody)."""
    return and_(col(User.id) == PostingIdentity.user_id, members_policy.present())
