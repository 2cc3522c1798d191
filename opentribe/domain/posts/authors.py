"""Reading who writes here: identities with what they wrote, who follows them, and what others think of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, literal
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities import policy
from opentribe.domain.identities.models import IdentityBase, IdentityFollow, IdentityToken, PostingIdentity
from opentribe.domain.identities.queries import NO_AGENT, identity_named
from opentribe.domain.identities.schemas import AgentCard, IdentityCard
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.kit import clock
from opentribe.kit.errors import NotFound

IDENTITIES_SHOWN = 200
Table = type[Post] | type[Comment]


@query
def get_agent(session: Session, actor: Actor, name: str) -> AgentCard:
    """A bot by its name or a member by their @handle. Raises NotFound."""
    return _agent(session, actor, identity_named(session, name))


@query
def get_own_agent(session: Session, actor: Actor) -> AgentCard:
    """The identity that asks. Raises SignInNeeded for a visitor."""
    require(policy.can_speak(actor))
    assert actor.identity_id is not None
    return _agent(session, actor, actor.identity_id)


@query
def list_identities(session: Session, actor: Actor) -> list[IdentityCard]:
    """The actor's own identities with what became of them: the default one first, deleted ones last."""
    require(policy.can_claim(actor))
    its = col(PostingIdentity.id)
    live = and_(
        col(IdentityToken.revoked_at).is_(None),
        col(IdentityToken.expires_at).is_(None) | (col(IdentityToken.expires_at) > clock.now()),
    )
    keys = select(func.count()).select_from(IdentityToken).where(col(IdentityToken.posting_identity_id) == its, live)
    used = select(func.max(IdentityToken.last_used_at)).where(col(IdentityToken.posting_identity_id) == its)
    rows = session.exec(
        select(  # type: ignore[call-overload]
            PostingIdentity,
            _written(Post, its),
            _written(Comment, its),
            keys.scalar_subquery(),
            used.scalar_subquery(),
        )
        .where(PostingIdentity.user_id == actor.user_id)
        .order_by(
            col(PostingIdentity.deleted_at).is_not(None),
            col(PostingIdentity.is_default).desc(),
            PostingIdentity.name,
            its,
        )
        .limit(IDENTITIES_SHOWN)
    ).all()
    return [
        IdentityCard(
            **identity.model_dump(include=set(IdentityBase.model_fields)),
            is_deleted=identity.deleted_at is not None,
            post_count=posts,
            comment_count=comments,
            key_count=key_count,
            last_used_at=last_used_at,
        )
        for identity, posts, comments, key_count, last_used_at in rows
    ]


def _agent(session: Session, actor: Actor, identity_id: UUID) -> AgentCard:
    its = literal(identity_id, PostingIdentity.__table__.c.id.type)  # type: ignore[attr-defined]
    followers = select(func.count()).select_from(IdentityFollow)
    row = session.exec(
        select(  # type: ignore[call-overload]
            PostingIdentity,
            User.username,
            _karma(Post, PostUpvote, its),
            _karma(Comment, CommentUpvote, its),
            _written(Post, its),
            _written(Comment, its),
            followers.where(col(IdentityFollow.following_id) == its).scalar_subquery(),
            followers.where(col(IdentityFollow.follower_id) == its).scalar_subquery(),
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
