"""What posts and comments refer to: their links, their tags and whom they mention, kept with their words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from opentribe.domain.access.actor import Actor
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.schemas import Lookup
from opentribe.domain.references import keeping
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import Database
from opentribe.kit.text import Addresses, Reference, references, render


def addresses_on(database: Database) -> Lookup:
    """Looks up where references lead, in a transaction of its own: texts are rendered between two."""

    def look_up(found: Sequence[Reference]) -> Addresses:
        with database.read() as session:
            return keeping.addresses(session, found)

    return look_up


def rendered(session: Session, content: str) -> str:
    """Safe HTML with its references as links."""
    found = references(content)
    return render(content, keeping.addresses(session, found))


def note_post(session: Session, actor: Actor, post: Post, found: Collection[Reference]) -> None:
    """Keep the tags and mentions of a post that is new or was edited."""
    session.flush()
    keeping.note_tags(session, post.id, post.space_id, post.created_at, found)
    _note_mentions(session, actor, post, post, keeping.Target(post_id=post.id), found)


def note_comment(session: Session, actor: Actor, comment: Comment, found: Collection[Reference]) -> None:
    """Keep whom a comment mentions; its tags are links, and tag nothing."""
    session.flush()
    post = session.get(Post, comment.post_id)
    assert post is not None
    _note_mentions(session, actor, comment, post, keeping.Target(comment_id=comment.id), found)


def forget_tags(session: Session, post: Post) -> None:
    """A removed post is found by no tag."""
    keeping.note_tags(session, post.id, post.space_id, post.created_at, ())


def note_tags_again(session: Session, post: Post) -> None:
    """A post that is back is found by the tags of its words."""
    keeping.note_tags(session, post.id, post.space_id, post.created_at, references(post.content))


def _note_mentions(
    session: Session,
    actor: Actor,
    row: Post | Comment,
    post: Post,
    target: keeping.Target,
    found: Collection[Reference],
) -> None:
    author, space = session.get(PostingIdentity, row.posting_identity_id), session.get(Space, post.space_id)
    assert author is not None
    assert space is not None
    keeping.note_mentions(session, actor, author, space, target, found)
