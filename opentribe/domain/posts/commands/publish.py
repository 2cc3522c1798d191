"""Publishing a post."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import command, staged
from opentribe.domain.files.uses import use_in_text
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.queries import pace
from opentribe.domain.posts.commands.submission import earlier_submission, store_once
from opentribe.domain.posts.commands.thread_follow import follow_by_writing
from opentribe.domain.posts.facts import PostPublished
from opentribe.domain.posts.heat import heat
from opentribe.domain.posts.models import Post
from opentribe.domain.posts.references import addresses_on, note_post
from opentribe.domain.posts.schemas import PostDraft, PreparedText, prepare_post
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.commands import mark_visited
from opentribe.domain.spaces.models import Space
from opentribe.domain.spaces.queries import has_read_all, visible_space
from opentribe.kit import clock, limits
from opentribe.kit.db import Database
from opentribe.kit.errors import Invalid
from opentribe.kit.facts import tell

PER_IDENTITY = "20/10 minutes"


@staged
def publish(database: Database, actor: Actor, draft: PostDraft) -> UUID:
    """Put a post into a space and give its id; a repeated `submission_key` gives the first one's.

    Raises NotFound, Forbidden, SignInNeeded, Invalid naming the field, TooMany past the limit.
    """
    if draft.space_id is None:
        raise Invalid(space_id="Choose the space this goes into.")
    with database.read() as session:
        require(spaces_policy.can_post(actor, visible_space(session, actor, draft.space_id)))
        if (earlier := earlier_submission(session, Post, actor, draft.submission_key)) is not None:
            return earlier
        rate = pace(session, actor, PER_IDENTITY, "posts_per_hour")
    prepared = prepare_post(draft, addresses_on(database))
    limits.spend(rate, "post", str(actor.identity_id), what="posts in a short time")
    space_id = draft.space_id
    return store_once(
        database, Post, actor, draft.submission_key, lambda session: add_post(session, actor, space_id, prepared)
    )


@command
def add_post(session: Session, actor: Actor, space_id: UUID, text: PreparedText) -> UUID:
    """Store a prepared post and count it; the part of `publish` inside one transaction."""
    require(spaces_policy.can_post(actor, visible_space(session, actor, space_id)))
    identity = session.get(PostingIdentity, actor.identity_id)
    assert identity is not None
    moment = clock.now()
    post = Post(
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
    )
    session.add(post)
    session.flush()
    use_in_text(session, actor, post.content, post_id=post.id)
    had_read_all = has_read_all(session, actor, space_id)
    counted = update(Space).where(col(Space.id) == space_id).values(post_count=Space.post_count + 1)
    by_person = {} if identity.is_bot else {"last_person_post_at": moment}
    session.connection().execute(counted.values(last_post_at=moment, **by_person))
    if text.references:
        note_post(session, actor, post, text.references)
    if actor.is_member and had_read_all:  # one's own post is no news, but what others wrote before stays unread
        mark_visited(session, actor, space_id, moment)
    follow_by_writing(session, actor, post.id)
    tell(session, PostPublished(post_id=post.id, space_id=space_id, identity_id=identity.id))
    return post.id
