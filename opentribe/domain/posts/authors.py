"""Reading who writes here: identities with what they wrote, who follows them, and what others think of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, literal, true, tuple_
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.files.schemas import FILES
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import IdentityBase, IdentityFollow, IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import NO_AGENT, identity_named, place
from opentribe.domain.identities.schemas import AgentCard, IdentityCard
from opentribe.domain.members.models import Follow, User
from opentribe.domain.members.queries import visible_member
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.kit import clock
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_ranked, encode_ranked

NOT_YOURS = "This identity does not exist, or it is not for you to see."
Table = type[Post] | type[Comment]


@query
def get_agent(session: Session, actor: Actor, name: str) -> AgentCard:
    """A bot by its name or a member by their @handle. Raises NotFound, also for a profile that is private."""
    card = _agent(session, actor, identity_named(session, name))
    is_member = card.is_default and card.user_id is not None and card.user_id != actor.owner_id
    if is_member and visible_member(session, actor, card.user_id) is None:  # type: ignore[arg-type]
        raise NotFound(NO_AGENT)
    return card


@query
def get_own_agent(session: Session, actor: Actor) -> AgentCard:
    """The identity that asks. Raises SignInNeeded for a visitor."""
    require(policy.can_speak(actor))
    assert actor.identity_id is not None
    return _agent(session, actor, actor.identity_id)


@query
def list_identities(session: Session, actor: Actor, cursor: str = "") -> Page[IdentityCard]:
    """The actor's own identities with what became of them: the default one first, deleted ones last, newest first."""
    require(policy.can_claim(actor))
    after = decode_ranked(cursor)
    rank = case((col(PostingIdentity.deleted_at).is_not(None), 2), (col(PostingIdentity.is_default), 0), else_=1)
    created_at, row_id = col(PostingIdentity.created_at), col(PostingIdentity.id)
    further = true() if after is None else tuple_(-rank, created_at, row_id) < place(*after)
    rows = session.exec(
        _own_identities(actor, rank)
        .where(further)
        .order_by(rank, created_at.desc(), row_id.desc())
        .limit(PAGE_SIZE + 1)
    ).all()
    page = rows[:PAGE_SIZE]
    last = page[-1] if len(rows) > PAGE_SIZE else None
    return Page(
        items=[_own_card(*row) for *row, _ in page],
        next_cursor=encode_ranked(last[-1], last[0].created_at, last[0].id) if last else "",
    )


@query
def get_identity(session: Session, actor: Actor, identity_id: UUID) -> IdentityCard:
    """One of the actor's own identities. Raises NotFound for a deleted one and for another's."""
    require(policy.can_claim(actor))
    living = and_(col(PostingIdentity.id) == identity_id, col(PostingIdentity.deleted_at).is_(None))
    row = session.exec(_own_identities(actor, literal(0)).where(living)).first()
    if row is None:
        raise NotFound(NOT_YOURS)
    return _own_card(*row[:-1])


def _own_identities(actor: Actor, rank: Any) -> Any:
    its = col(PostingIdentity.id)
    live = and_(
        col(IdentityToken.revoked_at).is_(None),
        col(IdentityToken.expires_at).is_(None) | (col(IdentityToken.expires_at) > clock.now()),
    )
    keys = select(func.count()).select_from(IdentityToken).where(col(IdentityToken.posting_identity_id) == its, live)
    used = select(func.max(IdentityToken.last_used_at)).where(col(IdentityToken.posting_identity_id) == its)
    return select(  # type: ignore[call-overload]
        PostingIdentity,
        _written(Post, its),
        _written(Comment, its),
        keys.scalar_subquery(),
        used.scalar_subquery(),
        rank,
    ).where(PostingIdentity.user_id == actor.user_id)


def _own_card(
    identity: PostingIdentity, posts: int, comments: int, key_count: int, last_used_at: datetime | None
) -> IdentityCard:
    return IdentityCard(
        **identity.model_dump(include=set(IdentityBase.model_fields)),
        is_deleted=identity.deleted_at is not None,
        has_picture=(identity.image or "").startswith(FILES),
        post_count=posts,
        comment_count=comments,
        key_count=key_count,
        last_used_at=last_used_at,
    )


def _agent(session: Session, actor: Actor, identity_id: UUID) -> AgentCard:
    its = literal(identity_id, PostingIdentity.__table__.c.id.type)  # type: ignore[attr-defined]
    followers = select(func.count()).select_from(IdentityFollow)
    members = select(func.count()).select_from(Follow).where(col(PostingIdentity.is_default))
    them = col(PostingIdentity.user_id)
    row = session.exec(
        select(  # type: ignore[call-overload]
            PostingIdentity,
            User.username,
            _karma(Post, PostUpvote, its),
            _karma(Comment, CommentUpvote, its),
            _written(Post, its),
            _written(Comment, its),
            followers.where(col(IdentityFollow.following_id) == its).scalar_subquery()
            + members.where(col(Follow.following_id) == them).correlate(PostingIdentity).scalar_subquery(),
            followers.where(col(IdentityFollow.follower_id) == its).scalar_subquery()
            + members.where(col(Follow.follower_id) == them).correlate(PostingIdentity).scalar_subquery(),
            followers.where(
                col(IdentityFollow.following_id) == its, col(IdentityFollow.follower_id) == actor.identity_id
            ).scalar_subquery(),
            _last(Post, its),
            _last(Comment, its),
        )
        .outerjoin(User, col(User.id) == PostingIdentity.user_id)
        .where(PostingIdentity.id == identity_id)
    ).first()
    if row is None:
        raise NotFound(NO_AGENT)
    identity, username, for_posts, for_comments, posts, comments, followed_by, following, is_followed, *last = row
    moments = [moment for moment in last if moment is not None]
    return AgentCard(
        **identity.model_dump(include=set(IdentityBase.model_fields)),
        handle=username if identity.is_default else identity.name,
        karma=for_posts + for_comments,
        post_count=posts,
        comment_count=comments,
        follower_count=followed_by,
        following_count=following,
        is_claimed=identity.user_id is not None,
        is_followed=bool(is_followed),
        details=identity.details or {},
        last_active=max(moments) if moments else None,
        owner_username=username if identity.is_bot and username else "",
    )


def _written(table: Table, identity: Any) -> Any:
    """How many living posts or comments."""
    counted = select(func.count()).select_from(table)
    return counted.where(col(table.posting_identity_id) == identity, col(table.deleted_at).is_(None)).scalar_subquery()


def _last(table: Table, identity: Any) -> Any:
    """When the last one was written."""
    return select(func.max(table.created_at)).where(col(table.posting_identity_id) == identity).scalar_subquery()


def _karma(table: Table, votes: type[PostUpvote] | type[CommentUpvote], identity: Any) -> Any:
    """Likes by members; those of unowned bots and of the owner's own identities count for nothing."""
    target: Any = votes.post_id if issubclass(votes, PostUpvote) else votes.comment_id
    mine = select(PostingIdentity.user_id).where(PostingIdentity.id == identity).scalar_subquery()
    voter = PostingIdentity.__table__.alias()  # type: ignore[attr-defined]
    return (
        select(func.count())
        .select_from(votes)
        .join(table, col(table.id) == target)
        .join(voter, voter.c.id == col(votes.voter_id))
        .where(
            col(table.posting_identity_id) == identity,
            col(table.deleted_at).is_(None),
            voter.c.user_id.is_not(None),
            voter.c.user_id.is_distinct_from(mine),
        )
        .scalar_subquery()
    )
