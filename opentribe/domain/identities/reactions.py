"""What follows for posting identities from what happens to members."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.kit.facts import Fact


def mirror_avatar(session: Session, fact: Fact) -> None:
    """A member's default identity has the member's picture."""
    assert isinstance(fact, AvatarChanged)
    image = select(User.image).where(User.id == fact.user_id).scalar_subquery()
    session.connection().execute(
        update(PostingIdentity)
        .where(col(PostingIdentity.user_id) == fact.user_id, col(PostingIdentity.is_default))
        .values(image=image)
    )
