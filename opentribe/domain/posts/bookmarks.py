"""Reading the posts that a member keeps for later, the newest bookmark first."""

from __future__ import annotations

from sqlalchemy import and_, literal, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts import policy
from opentribe.domain.posts.feed import COLUMNS, Found
from opentribe.domain.posts.models import Bookmark, Post, PostUpvote
from opentribe.domain.posts.owners import OWNER, Owner, owned
from opentribe.domain.posts.queries import card_of
from opentribe.domain.posts.schemas import PostCard
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import UtcDateTime
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor


@query
def list_bookmarks(session: Session, actor: Actor, cursor: str = "") -> Page[PostCard]:
    """What the actor keeps and may still see; one statement. Raises SignInNeeded for visitors."""
    require(policy.can_list_bookmarks(actor))
    before = decode_cursor(cursor)
    mine = and_(col(PostUpvote.post_id) == Post.id, col(PostUpvote.voter_id) == actor.identity_id)
    columns = (getattr(Post, column) for column in COLUMNS)
    statement = (
        select(*columns, *OWNER, PostUpvote.id, Bookmark.created_at, Bookmark.id, Space)  # type: ignore[call-overload]
        .join(Bookmark, col(Bookmark.post_id) == Post.id)
        .join(Space, col(Space.id) == Post.space_id)
        .join(PostingIdentity, col(PostingIdentity.id) == Post.posting_identity_id)
        .outerjoin(User, owned())
        .outerjoin(PostUpvote, mine)
        .where(Bookmark.user_id == actor.user_id, col(Post.deleted_at).is_(None), spaces_policy.visible(actor))
    )
    if before is not None:
        place = tuple_(literal(before[0], UtcDateTime()), literal(before[1], Uuid()))
        statement = statement.where(tuple_(col(Bookmark.created_at), col(Bookmark.id)) < place)
    order = (col(Bookmark.created_at).desc(), col(Bookmark.id).desc())
    rows = session.exec(statement.order_by(*order).limit(PAGE_SIZE + 1)).all()
    cards = []
    for *values, like_id, kept_at, kept_id, space in rows[:PAGE_SIZE]:
        post, owner = dict(zip(COLUMNS, values, strict=False)), Owner(*values[len(COLUMNS) :])
        cards.append(card_of(actor, Found(post, owner, like_id is not None, True, (kept_at, kept_id)), space))
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Page(items=cards, next_cursor=encode_cursor(*last[-3:-1]) if last else "")
