"""Who stands behind the author of a post or a comment, and whether the reader is shown the way to them."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members import policy as members_policy
from opentribe.domain.members.models import MemberVisibility, User


class Owner(NamedTuple):
    """The member behind an identity, and whether it is a bot; handle and visibility are empty for who is gone."""

    user_id: UUID | None
    is_bot: bool
    handle: str | None
    visibility: MemberVisibility | None

    def handle_for(self, actor: Actor) -> str:
        """The handle of the page that the author's name leads to, empty where it leads nowhere.

        A bot is not its owner: it has no page of its own.
        """
        if self.is_bot or self.handle is None or self.visibility is None:
            return ""
        return self.handle if members_policy.may_see(actor, self.user_id, self.visibility) else ""


# The columns of an Owner, for a statement that joins PostingIdentity, and User by `owned()`.
OWNER: tuple[Any, ...] = (PostingIdentity.user_id, PostingIdentity.is_bot, User.username, User.visibility)


def owned() -> ColumnElement[bool]:
    """On what User is joined (outer: bots may have nobody)."""
    return and_(col(User.id) == PostingIdentity.user_id, members_policy.present())
