"""Publishing a post."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.types import Uuid
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files.uses import use_in_new_text
from opentribe.domain.identities.queries import pace
from opentribe.domain.posts.commands.submission import earlier_submission, store_once
from opentribe.domain.posts.commands.thread_follow import follow_by_writing
from opentribe.domain.posts.facts import PostPublished
from opentribe.domain.posts.heat import heat
from opentribe.domain.posts.models import Post
from opentribe.domain.posts.references import addresses_on, note_post
from opentribe.domain.posts.schemas import PostDraft, PreparedText, prepare_post
from opentribe.domain.posts.voice import paced, speaker, speaking_as
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.commands import mark_visited
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.queries import has_read_all, visible_space, visible_space_named
from opentribe.kit import clock, limits
from opentribe.kit.db import Database, UtcDateTime
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell
from opentribe.kit.ids import new_id
from opentribe.kit.prepared import Prepared

PER_IDENTITY = "20/10 minutes"


@staged
def publish(database: Database, actor: Actor, draft: PostDraft) -> UUID:
    """Put a post into a space and give its id; a repeated `submission_key` gives the first one's.

    Raises NotFound, Forbidden, SignInNeeded, Invalid naming the field, TooMany past the limit.
    """
    with database.read() as session:
        actor = speaking_as(session, actor, draft.identity_id)
        space = _space(session, actor, draft)
        require(spaces_policy.can_post(actor, space))
        assert space is not None
        if (earlier := earlier_submission(session, Post, actor, draft.submission_key)) is not None:
            return earlier
        rate = pace(session, actor, PER_IDENTITY, "posts_per_hour")
    prepared = prepare_post(draft, addresses_on(database))
    limits.spend(rate, "post", paced(actor), what="posts in a short time")
    space_id = space.id
    return store_once(
        database, Post, actor, draft.submission_key, lambda session: add_post(session, actor, space_id, prepared)
    )


def _space(session: Session, actor: Actor, draft: PostDraft) -> spaces_policy.Standing | None:
    if draft.space_id is not None:
        return visible_space(session, actor, draft.space_id)
    if draft.space_slug:
        return visible_space_named(session, actor, draft.space_slug)
    raise Invalid(space_id="Choose the space this goes into.")


@command
def add_post(session: Session, actor: Actor, space_id: UUID, text: PreparedText) -> UUID:
    """Store a prepared post and count it; the part of `publish` inside one transaction."""
    require(spaces_policy.can_post(actor, visible_space(session, actor, space_id)))
    identity = speaker(session, actor)
    moment = clock.now()
    post_id = new_id()
    _INSERT.change(
        session,
        id=post_id,
        space_id=space_id,
        posting_identity_id=identity.id,
        author_name=identity.name,
        author_image=identity.image,
        author_is_bot=identity.is_bot,
        created_at=moment,
        hot_score=heat(0, 0, moment),
        title=text.title,
        content=text.content,
        content_html=text.content_html,
        excerpt_html=text.excerpt_html,
        is_whole=text.is_whole,
        renderer_version=text.renderer_version,
        submission_key=text.submission_key,
        like_count=0,
        quiet_like_count=0,
        comment_count=0,
    )
    use_in_new_text(session, actor, text.content, post_id=post_id)
    # One's own post is no news, but what others wrote before stays unread.
    had_read_all = actor.is_member and has_read_all(session, actor, space_id)
    if text.references:
        note_post(session, actor, session.get_one(Post, post_id), text.references)
    if had_read_all:
        mark_visited(session, actor, space_id, moment)
    follow_by_writing(session, actor, post_id)
    tell(session, PostPublished(post_id=post_id, space_id=space_id, identity_id=identity.id))
    session.flush()
    # Last, since all who post there wait for each other from here to the commit.
    (_COUNT_BOT if identity.is_bot else _COUNT).change(session, space=space_id, moment=moment)
    return post_id


_INSERT = Prepared(
    insert(Post),
    (
        *("id", "space_id", "posting_identity_id", "author_name", "author_image", "author_is_bot", "created_at"),
        *("hot_score", "title", "content", "content_html", "excerpt_html", "is_whole", "renderer_version"),
        *("submission_key", "like_count", "quiet_like_count", "comment_count"),
    ),
)
_MOMENT = bindparam("moment", type_=UtcDateTime())
_COUNTED = (
    update(Space)
    .where(col(Space.id) == bindparam("space", type_=Uuid()))
    .values(post_count=Space.post_count + 1, last_post_at=_MOMENT)
)
_COUNT_BOT = Prepared(_COUNTED)
_COUNT = Prepared(_COUNTED.values(last_person_post_at=_MOMENT))
