"""Reading spaces: always through `visible(actor)`."""

from __future__ import annotations

import functools
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.members.models import User
from opentribe.domain.spaces import policy
from opentribe.domain.spaces.models import (
    Space,
    SpaceBase,
    SpaceMember,
    SpaceSubscription,
    SpaceVisibility,
    SpaceVisit,
)
from opentribe.domain.spaces.schemas import InvitedCard, SpaceCard, SpaceDetail, SpaceLine
from opentribe.kit.errors import NotFound
from opentribe.kit.ids import new_id
from opentribe.kit.prepared import Prepared

SPACES_SHOWN = 200
INVITED_SHOWN = 500


@query
def list_spaces(session: Session, actor: Actor) -> list[SpaceCard]:
    """The open spaces that the actor may see, in the owner's order, each with its unread mark."""
    return _cards(session, actor, col(Space.archived_at).is_(None))


@query
def list_all_spaces(session: Session, actor: Actor) -> list[SpaceCard]:
    """For those who arrange spaces: the archived ones too, last."""
    require(policy.can_create(actor))
    return [
        *_cards(session, actor, col(Space.archived_at).is_(None)),
        *_cards(session, actor, col(Space.archived_at).is_not(None)),
    ]


def _cards(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[SpaceCard]:
    rows = session.exec(
        select(Space, SpaceVisit.last_visited_at)
        .outerjoin(SpaceVisit, and_(col(SpaceVisit.space_id) == Space.id, col(SpaceVisit.user_id) == actor.user_id))
        .where(policy.visible(actor), which)
        .order_by(col(Space.position), col(Space.created_at), col(Space.id))
        .limit(SPACES_SHOWN)
    ).all()
    return [
        SpaceCard(
            id=space.id,
            slug=space.slug,
            name=space.name,
            icon=space.icon,
            visibility=space.visibility,
            is_archived=space.archived_at is not None,
            has_unread=_has_unread(actor, space, seen),
            may_post=bool(policy.can_post(actor, space)),
            bots_allowed=space.bots_allowed,
        )
        for space, seen in rows
    ]


def _has_unread(actor: Actor, space: Space, seen: object) -> bool:
    """A visitor has no marks; a member who never came has everything unread."""
    last = space.last_person_post_at if actor.hides_bots else space.last_post_at
    if not actor.is_member or last is None:
        return False
    return seen is None or last > seen  # type: ignore[operator]


@query
def suggest_bot_space(session: Session, actor: Actor) -> SpaceCard | None:
    """Where a bot that the actor makes may post first: an open room before a secret one. None: nowhere yet."""
    bot = Actor(identity_id=actor.identity_id or new_id(), owner_id=actor.user_id, tier_ids=actor.tier_ids)
    rooms = [card for card in _cards(session, bot, col(Space.archived_at).is_(None)) if card.may_post]
    return min(rooms, key=lambda card: card.visibility == SpaceVisibility.secret, default=None)


@query
def get_space(session: Session, actor: Actor, slug: str) -> SpaceDetail:
    """One space by its slug. Raises NotFound when there is none or it is not to be seen."""
    space = session.exec(select(Space).where(Space.slug == slug.lower(), policy.visible(actor))).first()
    if space is None:
        raise NotFound("This space does not exist, or it is not for you to see.")
    decision = policy.can_post(actor, space)
    return SpaceDetail(
        **space.model_dump(include=set(SpaceBase.model_fields)),
        is_archived=space.archived_at is not None,
        may_post=bool(decision),
        may_edit=bool(policy.can_edit(actor, space)),
        why_not_post="" if decision.refusal is None else str(decision.refusal),
    )


@query
def list_invited(session: Session, actor: Actor, space_id: UUID) -> list[InvitedCard]:
    """Who was let into a secret space; for those who may edit it."""
    require(policy.can_edit(actor, session.get(Space, space_id)))
    rows = session.exec(
        select(User.id, User.name, User.username)
        .join(SpaceMember, col(SpaceMember.user_id) == User.id)
        .where(SpaceMember.space_id == space_id)
        .order_by(User.name, col(User.id))
        .limit(INVITED_SHOWN)
    ).all()
    return [InvitedCard(user_id=user_id, name=name, username=username) for user_id, name, username in rows]


@query
def list_space_lines(session: Session, actor: Actor, slug: str = "") -> list[SpaceLine]:
    """The open spaces that the actor may see, or one, archived or not, with who subscribes. One statement.

    Raises NotFound when that one is not to be seen.
    """
    counted = select(func.count()).where(col(SpaceSubscription.space_id) == Space.id)
    mine = counted.where(col(SpaceSubscription.posting_identity_id) == actor.identity_id)
    which = Space.slug == slug.lower() if slug else col(Space.archived_at).is_(None)
    rows = session.exec(
        select(Space, counted.scalar_subquery(), mine.scalar_subquery())
        .where(policy.visible(actor), which)
        .order_by(col(Space.position), col(Space.created_at), col(Space.id))
        .limit(SPACES_SHOWN)
    ).all()
    if slug and not rows:
        raise NotFound("This space does not exist, or it is not for you to see.")
    return [
        SpaceLine(
            **space.model_dump(include=set(SpaceBase.model_fields)),
            subscriber_count=subscribers,
            is_subscribed=bool(is_mine),
            may_post=decision.refusal is None,
            why_not_post="" if decision.refusal is None else str(decision.refusal),
        )
        for space, subscribers, is_mine in rows
        for decision in (policy.can_post(actor, space),)
    ]


@query
def find_space(session: Session, actor: Actor, slug: str) -> tuple[UUID, str, str]:
    """(id, slug, name) of a space by its slug. Raises NotFound when there is none or it is not to be seen."""
    row = _found(policy.sight_of(actor), "slug").first(session, slug=slug.lower(), **policy.viewer(actor))
    if row is None:
        raise NotFound("This space does not exist, or it is not for you to see.")
    return row.id, row.slug, row.name


def visible_space(session: Session, actor: Actor, space_id: UUID) -> policy.Standing | None:
    """Its columns, to look at, when the actor may see it; for commands of other features."""
    return _found(policy.sight_of(actor), "id").first(session, id=space_id, **policy.viewer(actor))


def visible_space_named(session: Session, actor: Actor, slug: str) -> policy.Standing | None:
    """As `visible_space`, by the name in its address."""
    return _found(policy.sight_of(actor), "slug").first(session, slug=slug.lower(), **policy.viewer(actor))


@functools.lru_cache(maxsize=64)
def _found(sight: policy.Sight, by: str) -> Prepared:
    column = Space.__table__.c[by]  # type: ignore[attr-defined]
    columns = [Space.__table__.c[name] for name in SpaceBase.model_fields]  # type: ignore[attr-defined]
    return Prepared(select(*columns).where(column == bindparam(by, type_=column.type), policy.visible_to(sight)))


def invited_among(session: Session, space_ids: Collection[UUID], user_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(member, space) for each of these members who was let into one of these spaces, in one statement."""
    if not space_ids or not user_ids:
        return set()
    rows = session.exec(
        select(SpaceMember.user_id, SpaceMember.space_id).where(
            col(SpaceMember.space_id).in_(space_ids), col(SpaceMember.user_id).in_(user_ids)
        )
    )
    return set(rows)


def has_read_all(session: Session, actor: Actor, space_id: UUID) -> bool:
    """Whether nothing in the space is new to the actor; for commands of other features."""
    last, seen = session.exec(
        select(Space.last_post_at, SpaceVisit.last_visited_at)
        .outerjoin(SpaceVisit, and_(col(SpaceVisit.space_id) == Space.id, col(SpaceVisit.user_id) == actor.user_id))
        .where(Space.id == space_id)
    ).one()
    return last is None or (seen is not None and seen >= last)
