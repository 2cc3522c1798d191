"""Who is about to answer a post."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.members.models import User
from opentribe.domain.posts.comment_rows import space_of
from opentribe.domain.posts.queries import NO_POST
from opentribe.domain.posts.schemas import Writer
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.kit.errors import NotFound, SignInNeeded


@query
def begin_to_answer(session: Session, actor: Actor, post_id: UUID) -> Writer:
    """The one who writes a comment, for word to others. Raises NotFound, Forbidden, SignInNeeded as `comment` does."""
    space = space_of(session, actor, post_id)
    if space is None:
        raise NotFound(NO_POST)
    require(spaces_policy.can_comment(actor, space))
    user = session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise SignInNeeded("Sign in to join the conversation.")
    return Writer(user_id=user.id, name=user.name, handle=user.username)
