"""What follows for posts and comments from what happens to their authors."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from opentribe.domain.files.facts import AvatarChanged
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit.facts import Fact


def refresh_faces(session: Session, fact: Fact) -> None:
    """Everything that a member wrote as themselves shows their picture of now."""
    assert isinstance(fact, AvatarChanged)
    found = session.exec(
        select(PostingIdentity.id, PostingIdentity.image)
        .where(PostingIdentity.user_id == fact.user_id, col(PostingIdentity.is_default))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        return
    identity_id, image = found
    for table in (Post, Comment):
        outdated = col(table.author_image).is_distinct_from(image)
        session.connection().execute(
            update(table).where(col(table.posting_identity_id) == identity_id, outdated).values(author_image=image)
        )
