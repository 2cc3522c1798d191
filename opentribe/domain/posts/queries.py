"""Reading posts: always through the spaces that the actor may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, null
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.posts import policy
from opentribe.domain.posts.feed import Row, newest
from opentribe.domain.posts.models import Comment, Post, PostText, PostUpvote
from opentribe.domain.posts.schemas import CONTENT_LIMIT, PostCard, PostDetail, version_of
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor
from opentribe.kit.text import clean, render

CARD_FIELDS = set(PostCard.model_fields)
NO_POST = "This post does not exist, or it is not for you to see."


@query
def list_home_feed(session: Session, actor: Actor, cursor: str = "") -> Page[PostCard]:
    """The newest posts of all open spaces that the actor may see; two statements whatever there is."""
    return _feed(session, actor, col(Space.archived_at).is_(None), cursor)


@query
def list_space_feed(session: Session, actor: Actor, slug: str, cursor: str = "") -> Page[PostCard]:
    """The newest posts of one space, archived or not, after its pinned ones.

    Raises NotFound when it is not to be seen.
    """
    return _feed(session, actor, col(Space.slug) == slug.lower(), cursor, is_one_space=True)


def _feed(session: Session, actor: Actor, where: object, cursor: str, *, is_one_space: bool = False) -> Page[PostCard]:
    before = decode_cursor(cursor)
    spaces = {
        space.id: space
        for space in session.exec(select(Space).where(spaces_policy.visible(actor), where))  # type: ignore[arg-type]
    }
    if is_one_space and not spaces:
        raise NotFound("This space does not exist, or it is not for you to see.")
    if not spaces:
        return Page(items=[])
    rows = newest(session, list(spaces), actor.identity_id, before, PAGE_SIZE + 1, pins_first=is_one_space)
    head = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return Page(
        items=[_card(actor, row, spaces[row[0]["space_id"]]) for row in head],
        next_cursor=encode_cursor(head[-1][0]["created_at"], head[-1][0]["id"]) if more else "",
    )


def _card(actor: Actor, row: Row, space: Space) -> PostCard:
    post, owner_id, is_bot, liked = row
    return PostCard.model_construct(  # the values come from typed columns
        _fields_set=CARD_FIELDS,  # shared: a set for each card would weigh as much as the card
        **post,
        author_is_bot=is_bot,
        is_liked=liked,
        **policy.rights(actor, post["posting_identity_id"], owner_id, space),
        may_pin=policy.may_pin(actor, space),
        space_slug=space.slug,
        space_name=space.name,
        space_icon=space.icon,
    )


def shown(
    actor: Actor, row: Post | Comment, space: Space, owner_id: UUID | None, is_bot: bool, liked: UUID | None
) -> dict[str, Any]:
    """What the reader may see and do with a post or a comment of theirs or another's."""
    return {
        "author_is_bot": is_bot,
        "is_liked": liked is not None,
        **policy.rights(actor, row.posting_identity_id, owner_id, space),
    }


@query
def get_post(session: Session, actor: Actor, post_id: UUID) -> PostDetail:
    """One post with its words. Raises NotFound when there is none or its space is not to be seen."""
    row = session.exec(
        select(  # type: ignore[call-overload]
            Post, Space, PostingIdentity.user_id, PostingIdentity.is_bot, PostUpvote.id if actor.identity_id else null()
        )
        .join(Space, col(Space.id) == Post.space_id)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .outerjoin(PostUpvote, and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == actor.identity_id))
        .where(Post.id == post_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    ).first()
    if row is None:
        raise NotFound(NO_POST)
    post, space, owner_id, is_bot, liked = row
    decision = spaces_policy.can_comment(actor, space)
    return PostDetail(
        **post.model_dump(include=set(PostText.model_fields)),
        **shown(actor, post, space, owner_id, is_bot, liked),
        version=version_of(post.edited_at),
        may_pin=policy.may_pin(actor, space),
        space_slug=space.slug,
        space_name=space.name,
        space_icon=space.icon,
        may_comment=bool(decision),
        why_not_comment="" if decision.refusal is None else str(decision.refusal),
    )


@query
def preview(session: Session, actor: Actor, content: str) -> str:
    """What the Markdown will look like. Long input is cut at the limit that a post has."""
    require(policy.can_preview(actor))
    return render(clean(content[:CONTENT_LIMIT]))
