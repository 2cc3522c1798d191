"""Reading members: always through `visible(actor)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, literal, not_, or_, tuple_
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.members import policy
from opentribe.domain.members.models import Block, Follow, User
from opentribe.domain.members.schemas import Me, MemberCard, MemberDetail
from opentribe.kit.db import UtcDateTime
from opentribe.kit.errors import NotFound
from opentribe.kit.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor
from opentribe.kit.text import render

NO_MEMBER = "This member does not exist, or it is not for you to see."


@query
def get_me(session: Session, actor: Actor) -> Me:
    """The member who asks; of a visitor only whether they hide bots."""
    user = session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        return Me(hides_bots=actor.hides_bots)
    return Me(
        user_id=user.id,
        name=user.name,
        username=user.username,
        image=user.image,
        has_picture=user.avatar_file is not None,
        role=user.role,
        is_member=True,
        is_staff=actor.is_staff,
        is_admin=actor.is_admin,
        hides_bots=user.hides_bots,
    )


@query
def get_about(session: Session, actor: Actor) -> str:
    """What the actor says about themselves, as they wrote it. Raises SignInNeeded for visitors."""
    require(policy.can_choose(actor))
    return session.exec(select(User.bio).where(User.id == actor.user_id)).one()


def handle_is_taken(session: Session, handle: str) -> bool:
    """Whether another member has it already; handles are stored in lower case."""
    return session.exec(select(col(User.id)).where(User.username == handle)).first() is not None


@query
def get_member(session: Session, actor: Actor, handle: str) -> MemberDetail:
    """One member by @handle, in one statement. Raises NotFound when there is none or the page is not to be seen."""
    followers = select(func.count()).where(Follow.following_id == User.id).scalar_subquery()
    following = select(func.count()).where(Follow.follower_id == User.id).scalar_subquery()
    row = session.exec(
        select(User, _is_mine(actor), followers, following).where(
            User.username == handle.lower(), policy.visible_page(actor)
        )
    ).first()
    if row is None:
        raise NotFound(NO_MEMBER)
    user, is_following, follower_count, following_count = row
    return MemberDetail(
        **_card(actor, user, is_following),
        bio_html=render(user.bio),
        points=user.points,
        created_at=user.created_at,
        follower_count=follower_count,
        following_count=following_count,
    )


@query
def list_followers(session: Session, actor: Actor, user_id: UUID, cursor: str = "") -> Page[MemberCard]:
    """Who follows a member, the latest first. Raises NotFound when the member's page is not to be seen."""
    return _follows(session, actor, user_id, col(Follow.following_id), col(Follow.follower_id), cursor)


@query
def list_following(session: Session, actor: Actor, user_id: UUID, cursor: str = "") -> Page[MemberCard]:
    """Whom a member follows, the latest first. Raises NotFound when the member's page is not to be seen."""
    return _follows(session, actor, user_id, col(Follow.follower_id), col(Follow.following_id), cursor)


def _follows(session: Session, actor: Actor, user_id: UUID, of: Any, listed: Any, cursor: str) -> Page[MemberCard]:
    after = decode_cursor(cursor)
    if visible_member(session, actor, user_id) is None:
        raise NotFound(NO_MEMBER)
    statement = (
        select(User, _is_mine(actor), Follow.created_at, Follow.id)
        .join(Follow, listed == User.id)
        .where(of == user_id, policy.visible(actor))
        .order_by(col(Follow.created_at).desc(), col(Follow.id).desc())
    )
    if after is not None:
        place = tuple_(literal(after[0], UtcDateTime()), literal(after[1], Uuid()))
        statement = statement.where(tuple_(col(Follow.created_at), col(Follow.id)) < place)
    rows = session.exec(statement.limit(PAGE_SIZE + 1)).all()
    head = rows[:PAGE_SIZE]
    return Page(
        items=[MemberCard(**_card(actor, user, is_following)) for user, is_following, _, _ in head],
        next_cursor=encode_cursor(*head[-1][2:]) if len(rows) > PAGE_SIZE else "",
    )


@query
def list_strangers(session: Session, actor: Actor, handles: Sequence[str]) -> list[MemberCard]:
    """Those of some members whom the actor may see and does not follow yet, in the order in which they are named."""
    users = session.exec(
        select(User).where(
            col(User.username).in_(handles),
            policy.visible(actor),
            col(User.id) != actor.user_id,
            not_(_is_mine(actor)),
        )
    )
    found = {user.username: MemberCard(**_card(actor, user, is_following=False)) for user in users}
    return [found[handle] for handle in handles if handle in found]


def _is_mine(actor: Actor) -> Any:
    """Whether the actor follows the member of a row."""
    mine = aliased(Follow)
    return exists().where(col(mine.following_id) == User.id, col(mine.follower_id) == actor.user_id)


def _card(actor: Actor, user: User, is_following: bool) -> dict[str, Any]:
    values = user.model_dump(include={"id", "name", "username", "image", "role", "level"})
    return values | {"is_following": is_following, "is_me": user.id == actor.user_id}


def visible_member(session: Session, actor: Actor, user_id: UUID) -> User | None:
    """The row, when the actor may see it; for commands and for other features."""
    return session.exec(select(User).where(User.id == user_id, policy.visible(actor))).first()


def is_blocked(session: Session, actor: Actor, user_id: UUID) -> bool:
    """Whether the actor and a member want nothing of each other, whoever said so."""
    either = or_(
        and_(col(Block.blocker_id) == actor.user_id, col(Block.blocked_id) == user_id),
        and_(col(Block.blocker_id) == user_id, col(Block.blocked_id) == actor.user_id),
    )
    return session.exec(select(Block.id).where(either)).first() is not None


def count_followers(session: Session, user_id: UUID) -> int:
    """How many follow a member; counted from an index, so that many may follow at once without waiting."""
    return session.exec(select(func.count()).where(Follow.following_id == user_id)).one()
