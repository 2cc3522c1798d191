"""Reading notifications: one line for each group, as far as its reader may still see what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, tuple_, union
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, exists

from opentribe.domain.access.actor import Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.mail.models import MailOptOut
from opentribe.domain.members import policy as members_policy
from opentribe.domain.members.models import Block, User
from opentribe.domain.notifications import policy
from opentribe.domain.notifications.models import Notification
from opentribe.domain.notifications.schemas import (
    MOST_COUNTED,
    TOPIC,
    BellCount,
    Digest,
    NotificationCard,
    Preferences,
    Shelf,
    preferences_of,
)
from opentribe.domain.notifications.telling import NO_GROUP
from opentribe.domain.notifications.wording import line_of
from opentribe.domain.posts.models import Comment, Post, Stance, ThreadFollow
from opentribe.domain.posts.owners import OWNER, owned
from opentribe.domain.spaces import policy as spaces_policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import UtcDateTime
from opentribe.kit.paging import PAGE_SIZE, Page, decode_ranked, encode_ranked

# What `wording.line_of` reads: the posts' and comments' own words alone, since their HTML may be long.
WORDS = (Post.title, Post.content, Comment.content)
WHO = (PostingIdentity.name, PostingIdentity.image, *OWNER)
FOLLOWERS = "follow:"  # so their groups begin
UNREAD, REST = 1, 0  # in a cursor: which part of the list it is in


@query
def count_unread(session: Session, actor: Actor) -> BellCount:
    """How many lines of the list are unread, at most `MOST_COUNTED`; nothing for visitors. One statement."""
    if not actor.is_member:
        return BellCount()
    found = _lines(actor, aliased(Notification), col(Notification.id)).where(col(Notification.read_at).is_(None))
    # In the order of its index, so that PostgreSQL reads as many as are counted and not all that are unread.
    found = found.order_by(col(Notification.listed_at).desc(), col(Notification.id).desc()).limit(MOST_COUNTED + 1)
    count = session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return BellCount(unread=min(count, MOST_COUNTED), is_more=count > MOST_COUNTED)


@query
def list_notifications(
    session: Session, actor: Actor, shelf: Shelf = Shelf.all, cursor: str = ""
) -> Page[NotificationCard]:
    """One's notifications, a line for each group: of all, the unread first; else the newest. At most three statements.

    Raises SignInNeeded for visitors, Invalid for a cursor that is none.
    """
    require(policy.can_read(actor))
    after = decode_ranked(cursor)
    part = after[0] if after is not None else UNREAD
    rows: list[Any] = []
    if shelf in {Shelf.all, Shelf.unread} and part == UNREAD:
        unread = col(Notification.read_at).is_(None)
        rows = [(UNREAD, row) for row in _page(session, actor, after, PAGE_SIZE + 1, unread)]
        after = None
    if shelf != Shelf.unread and len(rows) <= PAGE_SIZE:
        most = PAGE_SIZE + 1 - len(rows)  # of each kind: they stand in its index, the newest first
        rest = [row for which in _of_shelf(shelf) for row in _page(session, actor, after, most, which)]
        rest.sort(key=lambda row: (row[0].listed_at, row[0].id), reverse=True)
        rows += [(REST, row) for row in rest]
    page = rows[:PAGE_SIZE]
    others = _others(session, actor, [row[0].group_key for _, row in page])
    items = [line_of(actor, row, others.get(row[0].group_key, 0)) for _, row in page]
    if len(rows) <= PAGE_SIZE:
        return Page(items=items)
    rank, last = page[-1][0], page[-1][1][0]
    return Page(items=items, next_cursor=encode_ranked(rank, last.listed_at, last.id))


@query
def get_preferences(session: Session, actor: Actor) -> Preferences:
    """What the actor wants to hear of; who ended letters by a link gets none. Raises SignInNeeded for visitors."""
    require(policy.can_read(actor))
    is_ended = exists().where(col(MailOptOut.user_id) == User.id, col(MailOptOut.topic) == TOPIC)
    row = session.execute(select(col(User.notification_prefs), is_ended).where(col(User.id) == actor.user_id)).one()
    chosen = preferences_of(row[0])
    return chosen.model_copy(update={"digest": Digest.off}) if row[1] else chosen


def lines_about(
    session: Session, actor: Actor, which: Sequence[ColumnElement[bool]], count: int
) -> list[NotificationCard]:
    """Those that a letter is about, the newest first, as far as its reader may still see what they are about."""
    order = (col(Notification.created_at).desc(), col(Notification.id).desc())
    shown = aliased(Notification)
    found = _told(actor, shown, Notification, shown, *WORDS, *WHO).where(*which, col(shown.read_at).is_(None))
    rows = session.execute(found.order_by(*order).limit(count)).all()
    others = _others(session, actor, [row[0].group_key for row in rows])
    return [line_of(actor, row, others.get(row[0].group_key, 0)) for row in rows]


def _of_shelf(shelf: Shelf) -> list[ColumnElement[bool]]:
    if shelf == Shelf.all:
        return [col(Notification.read_at).is_not(None)]
    return [col(Notification.type) == kind for kind in shelf.kinds]


def _page(session: Session, actor: Actor, after: Any, count: int, which: ColumnElement[bool]) -> Sequence[Any]:
    order = (col(Notification.listed_at), col(Notification.id))
    shown = aliased(Notification)
    found = _lines(actor, shown, Notification, shown, *WORDS, *WHO).where(which)
    if after is not None:
        found = found.where(tuple_(*order) < tuple_(literal(after[1], UtcDateTime()), literal(after[2], Uuid())))
    return session.execute(found.order_by(*(each.desc() for each in order)).limit(count)).all()


def _others(session: Session, actor: Actor, groups: Sequence[str]) -> dict[str, int]:
    """How many that the actor may see stand in each group beside the one who is named."""
    groups = [group_key for group_key in groups if group_key]
    if not groups:
        return {}
    rows = session.execute(
        select(Notification.group_key, func.count(Notification.actor_id.distinct()))  # type: ignore[union-attr, call-overload]
        .where(
            col(Notification.user_id) == actor.user_id,
            col(Notification.group_key).in_(groups),
            col(Notification.deleted_at).is_(None),
            _is_shown(actor, Notification),
        )
        .group_by(Notification.group_key)
    ).all()
    return {group_key: max(0, count - 1) for group_key, count in rows}


def _lines(actor: Actor, shown: Any, *columns: Any) -> Select[Any]:
    """The lines of the actor's list."""
    return _told(actor, shown, *columns).where(col(Notification.listed_at).is_not(None))


def _told(actor: Actor, shown: Any, *columns: Any) -> Select[Any]:
    """What the actor was told of, as far as they may still see it.

    `shown` is the latest of a group that they may see by now, while `Notification` stands for the group.
    """
    shown_id = case((_is_shown(actor, Notification), Notification.id), else_=_stand_in(actor))
    return (
        select(*columns)
        .select_from(Notification)
        .join(shown, col(shown.id) == shown_id)
        .outerjoin(Post, col(Post.id) == shown.post_id)
        .outerjoin(Space, col(Space.id) == Post.space_id)
        .outerjoin(Comment, col(Comment.id) == shown.comment_id)
        .outerjoin(PostingIdentity, col(PostingIdentity.id) == shown.actor_id)
        .outerjoin(User, owned())
        .where(
            col(Notification.user_id) == actor.user_id,
            *_still_for(actor, col(shown.post_id), col(shown.comment_id)),
        )
    )


def _stand_in(actor: Actor) -> Any:
    """The latest of a line's group that the actor may see, for where that is not the one that stands for it."""
    other = aliased(Notification)
    return (
        select(col(other.id))
        .where(
            col(other.user_id) == actor.user_id,
            col(other.group_key) == Notification.group_key,
            col(other.group_key) != NO_GROUP,
            col(other.deleted_at).is_(None),
            _is_shown(actor, other),
        )
        .order_by(col(other.created_at).desc(), col(other.id).desc())
        .limit(1)
        .correlate(Notification)
        .scalar_subquery()
    )


def _is_shown(actor: Actor, note: Any) -> ColumnElement[bool]:
    """The condition that the actor sees the doer: nobody one blocks or is blocked by, no bot where they are hidden.

    That a private member follows is for staff. Read from the index of groups alone, as long as bots are shown.
    """
    doer = aliased(PostingIdentity)
    apart = union(
        select(col(Block.blocked_id)).where(col(Block.blocker_id) == actor.user_id),
        select(col(Block.blocker_id)).where(col(Block.blocked_id) == actor.user_id),
    )
    unwanted = select(col(doer.id)).where(col(doer.user_id).in_(apart))
    conditions = [or_(note.actor_id.is_(None), note.actor_id.not_in(unwanted))]
    if actor.hides_bots:
        conditions.append(~exists().where(col(doer.id) == note.actor_id, col(doer.is_bot)))
    if not actor.is_staff:
        known = select(col(User.id)).where(col(User.id) == doer.user_id, members_policy.visible(actor))
        is_open = or_(~col(doer.is_default), known.correlate(doer).exists())
        named = exists().where(col(doer.id) == note.actor_id, is_open)
        conditions.append(or_(~note.group_key.startswith(FOLLOWERS), named))
    return and_(*conditions)


def _still_for(actor: Actor, post_id: Any, comment_id: Any) -> tuple[ColumnElement[bool], ...]:
    """What was asked when it was written is asked again: things change."""
    muted = exists().where(
        col(ThreadFollow.post_id) == post_id,
        col(ThreadFollow.user_id) == actor.user_id,
        col(ThreadFollow.state) == Stance.muted,
    )
    return (
        or_(post_id.is_(None), and_(col(Post.deleted_at).is_(None), spaces_policy.visible(actor), ~muted)),
        or_(comment_id.is_(None), col(Comment.deleted_at).is_(None)),
    )
