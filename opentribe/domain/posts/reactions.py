"""What follows for posts and comments from what happens to their authors."""

from __future__ import annotations

from sqlalchemy import and_, update
from sqlmodel import Session, col, select

from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.identities.facts import FaceChanged
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit.facts import Fact


def refresh_faces(session: Session, fact: Fact) -> None:
    """Everything that a member wrote as themselves, or under another name, shows the picture of now."""
    if isinstance(fact, FaceChanged):
        whose = col(PostingIdentity.id) == fact.identity_id
    else:
        assert isinstance(fact, AvatarChanged)
        whose = and_(col(PostingIdentity.user_id) == fact.user_id, col(PostingIdentity.is_default))
    found = session.exec(
        select(PostingIdentity.id, PostingIdentity.image).where(whose).execution_options(populate_existing=True)
    ).first()
    if found is None:
        return
    identity_id, image = found
    for table in (Post, Comment):
        outdated = col(table.author_image).is_distinct_from(image)
        session.connection().execute(
            update(table).where(col(table.posting_identity_id) == identity_id, outdated).values(author_image=image)
        )
