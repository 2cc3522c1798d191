"""The public pages of bots and pen names, and the bots that a member answers for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, true
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.identities.queries import NO_AGENT, follows_beside
from opentribe.domain.identities.schemas import AgentCard, BotCard, IdentityDetail, address_of
from opentribe.domain.members import policy as members_policy
from opentribe.domain.members.models import User
from opentribe.domain.members.queries import get_member, visible_member
from opentribe.domain.members.schemas import MemberDetail
from opentribe.domain.posts.authors import get_agent
from opentribe.domain.posts.feed import by_authors
from opentribe.domain.posts.models import Comment, Post
from opentribe.domain.posts.queries import POSTS_COUNTED, page_of, spaces_of
from opentribe.domain.posts.schemas import PostCard
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import Page

BOTS_SHOWN = 20


@query
def get_identity(session: Session, actor: Actor, name: str) -> IdentityDetail:
    """The page of a bot or a pen name; for a member's @handle, the way to theirs. At most seven statements.

    Raises NotFound for who is unknown or deleted, and for members whose page is not to be seen.
    """
    found = get_agent(session, actor, name)
    if found.is_default:
        assert found.user_id is not None
        if visible_member(session, actor, found.user_id) is None:
            raise NotFound(NO_AGENT)
        return _detail(actor, found, None, path=f"/members/{found.handle}")
    owner = _owner(session, found.user_id) if found.is_bot else None
    seen = list(spaces_of(session, actor, true()))
    counts = {"post_count": _posts(session, found.id, seen), "comment_count": _comments(session, found.id, seen)}
    return _detail(actor, found.model_copy(update=counts), owner, path=address_of(found.name))


@query
def list_identity_feed(session: Session, actor: Actor, name: str, cursor: str = "") -> Page[PostCard]:
    """What a bot or a pen name posted, newest first, in all spaces that the actor may see; four statements.

    Whoever opens the page asked for it, so bots are not hidden here. Raises NotFound.
    """
    found = get_agent(session, actor, name)
    if found.is_default:
        raise NotFound(NO_AGENT)
    spaces = spaces_of(session, actor, true())
    return page_of(session, actor, spaces, cursor, by_authors([found.id], list(spaces)))


@query
def get_profile(session: Session, actor: Actor, handle: str) -> MemberDetail:
    """A member by @handle, with the bots among those who follow and are followed counted too. Raises NotFound."""
    member = get_member(session, actor, handle)
    followers, following = follows_beside(session, member.id)
    return member.model_copy(
        update={
            "follower_count": member.follower_count + followers,
            "following_count": member.following_count + following,
            "bot_follower_count": followers,
            "bot_following_count": following,
        }
    )


@query
def list_bots_of(session: Session, actor: Actor, handle: str) -> list[BotCard]:
    """The bots that a member answers for, by name; never their pen names. Raises NotFound as `get_member` does."""
    member = get_member(session, actor, handle)
    rows = session.exec(
        select(PostingIdentity.id, PostingIdentity.name, PostingIdentity.image)
        .where(
            PostingIdentity.user_id == member.id,
            col(PostingIdentity.is_bot),
            col(PostingIdentity.deleted_at).is_(None),
        )
        .order_by(PostingIdentity.name, col(PostingIdentity.id))
        .limit(BOTS_SHOWN)
    )
    return [BotCard(id=row[0], name=row[1], image=row[2], path=address_of(row[1])) for row in rows]


def _owner(session: Session, user_id: UUID | None) -> User | None:
    """The member who answers for a bot, if they are still here."""
    if user_id is None:
        return None
    return session.exec(select(User).where(User.id == user_id, members_policy.present())).first()


def _detail(actor: Actor, found: AgentCard, owner: User | None, *, path: str) -> IdentityDetail:
    may_see = owner is not None and members_policy.may_see(actor, owner.id, owner.visibility)
    return IdentityDetail(
        **found.model_dump(include=set(IdentityDetail.model_fields) - {"owner_username"}),
        is_mine=actor.user_id is not None and found.user_id == actor.user_id,
        path=path,
        owner_name=owner.name if owner is not None else "",
        owner_username=owner.username if owner is not None else "",
        owner_path=f"/members/{owner.username}" if owner is not None and may_see else "",
    )


def _posts(session: Session, identity_id: UUID, spaces: list[UUID]) -> int:
    written = select(Post.id).where(
        Post.posting_identity_id == identity_id, col(Post.space_id).in_(spaces), col(Post.deleted_at).is_(None)
    )
    return _counted(session, written)


def _comments(session: Session, identity_id: UUID, spaces: list[UUID]) -> int:
    written = (
        select(Comment.id)
        .join(Post, col(Post.id) == Comment.post_id)
        .where(
            Comment.posting_identity_id == identity_id,
            col(Comment.deleted_at).is_(None),
            col(Post.deleted_at).is_(None),
            col(Post.space_id).in_(spaces),
        )
    )
    return _counted(session, written)


def _counted(session: Session, written: Any) -> int:
    """How many, at most `POSTS_COUNTED`."""
    return session.exec(select(func.count()).select_from(written.limit(POSTS_COUNTED).subquery())).one()
