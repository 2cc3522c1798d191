"""The leaderboards: who has most points, of all time, of this month or of this week, from the running totals.

A rank is one more than the number of listed members with more points, so equals share it (1, 2, 2, 4). Not listed, and
without a rank for others, is who has no points, is gone or banned, has a private profile, or asked for it; and staff
where the owner leaves them out. Ranks are counted from an index, and the few unlisted are counted off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, not_, or_, text, tuple_
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from opentribe.domain.access.actor import STAFF, Actor
from opentribe.domain.access.decision import require
from opentribe.domain.access.use_case import query
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.gamification import policy
from opentribe.domain.gamification.ledger import starts
from opentribe.domain.gamification.models import Period, PointTotal
from opentribe.domain.gamification.schemas import Board, BoardRow, Standing
from opentribe.domain.members.models import UNLISTED, MemberVisibility, User
from opentribe.kit import clock
from opentribe.kit.errors import Invalid
from opentribe.kit.paging import MOVED_ON, PAGE_SIZE, Page, decode_score, encode_cursor

AROUND = 2  # members shown above and below oneself
MOST_POINTS = 2**31 - 1
SHOWN = ("id", "name", "username", "image", "role", "level")  # of a member

OFF, ON = text(f"({UNLISTED.text})"), text(f"NOT ({UNLISTED.text})")

Place = tuple[int, UUID]
Found = tuple[dict[str, Any], int]  # what is shown of a member, and the points


@query
def list_board(session: Session, actor: Actor, board: Board = Board.all_time, cursor: str = "") -> Page[BoardRow]:
    """The members with most points, twenty at a time; two statements, four further down. Raises Invalid."""
    require(policy.can_see_board(actor))
    after = _place(cursor)
    view = _view(session, board)
    found = view.rows(session, view.below(after), PAGE_SIZE + 1)
    items = view.ranked(session, actor, found[:PAGE_SIZE], from_top=after is None)
    last = items[-1] if len(found) > PAGE_SIZE else None
    return Page(items=items, next_cursor=encode_cursor(last.points, last.id) if last else "")


@query
def get_standing(session: Session, actor: Actor, board: Board = Board.all_time) -> Standing:
    """One's own place, however far down, and who is around it; at most seven statements."""
    require(policy.can_see_board(actor))
    view = _view(session, board)
    user, points = view.of(session, actor)
    own = Standing(points=points, is_unranked=user.is_unranked, ranks_staff=view.ranks_staff)
    own.is_listed = (
        user.visibility == MemberVisibility.public
        and not user.is_unranked
        and (view.ranks_staff or user.role not in STAFF)
    )
    if points <= 0:
        return own
    nearest = view.rows(session, [view.points > points], 1, is_upward=True)
    own.to_next = nearest[0][1] - points if nearest else 0
    if not own.is_listed:
        own.rank = 1 + view.count(session, view.points > points)
    else:
        place = (points, user.id)
        above = view.rows(session, view.above(place), AROUND, is_upward=True)
        me = (user.model_dump(include=set(SHOWN)), points)
        rows = [*reversed(above), me, *view.rows(session, view.below(place), AROUND)]
        own.around = view.ranked(session, actor, rows)
        own.rank = next(row.rank for row in own.around if row.is_me)
    return own


@dataclass(frozen=True)
class _View:
    """One board at this moment: where its points stand, and who is on it."""

    points: Any
    user_id: Any
    within: tuple[ColumnElement[bool], ...]
    ranks_staff: bool

    def of(self, session: Session, actor: Actor) -> tuple[User, int]:
        """The member who asks, listed or not, with their points."""
        found = select(User, func.coalesce(self.points, 0)).where(User.id == actor.user_id)
        if self.within:
            found = found.outerjoin(PointTotal, and_(col(PointTotal.user_id) == col(User.id), *self.within))
        user, points = session.exec(found).one()
        return user, points

    def rows(
        self, session: Session, where: Sequence[ColumnElement[bool]], limit: int, *, is_upward: bool = False
    ) -> list[Found]:
        """Listed members with their points, from the top down, or upwards."""
        order = (self.points.asc(), self.user_id.asc()) if is_upward else (self.points.desc(), self.user_id.desc())
        found: Any = select(*(col(getattr(User, name)) for name in SHOWN), self.points)  # type: ignore[call-overload]
        if self.within:
            found = found.join(PointTotal, col(PointTotal.user_id) == col(User.id))
        conditions = (*self.within, *where, self.points > 0, not_(self._unlisted()))
        rows = session.exec(found.where(*conditions).order_by(*order).limit(limit))
        return [(dict(zip(SHOWN, row, strict=False)), row[-1]) for row in rows]

    def below(self, place: Place | None) -> list[ColumnElement[bool]]:
        """The condition on who stands after a place."""
        return [] if place is None else [self._key() < _literal(place)]

    def above(self, place: Place) -> list[ColumnElement[bool]]:
        """The condition on who stands before a place."""
        return [self._key() > _literal(place)]

    def ranked(
        self, session: Session, actor: Actor, rows: Sequence[Found], *, from_top: bool = False
    ) -> list[BoardRow]:
        """Rows that follow one another, with their ranks."""
        if not rows:
            return []
        rank, before = 1, 0
        if not from_top:
            first, points = rows[0]
            ahead = self.count(session, self.points > points)
            rank, before = 1 + ahead, ahead + self.count(session, self.points == points, self.user_id > first["id"])
        items: list[BoardRow] = []
        for number, (shown, points) in enumerate(rows):
            if items and points != items[-1].points:
                rank = before + number + 1
            items.append(BoardRow(**shown, rank=rank, points=points, is_me=shown["id"] == actor.user_id))
        return items

    def count(self, session: Session, *where: ColumnElement[bool]) -> int:
        """How many listed members there are: all in the index, less those who are not listed; one statement."""
        table = PointTotal if self.within else User
        number: Any = select(func.count()).select_from(table).where(*self.within, *where).scalar_subquery()
        number -= self._apart(where, OFF)
        if not self.ranks_staff:
            number -= self._apart(where, ON, col(User.role).in_(STAFF))
        return int(session.exec(select(number)).one())

    def _apart(self, where: Sequence[ColumnElement[bool]], *who: Any) -> Any:
        """How many of certain members are counted among all. These are few: each is looked up by itself."""
        if self.within:
            total = exists().where(col(PointTotal.user_id) == col(User.id), *self.within, *where)
            where = [total.correlate(User)]
        return select(func.count()).select_from(User).where(*who, *where).scalar_subquery()

    def _unlisted(self) -> ColumnElement[bool]:
        conditions = [
            col(User.deleted_at).is_not(None),
            col(User.banned_at).is_not(None),
            col(User.visibility) == MemberVisibility.private,
            col(User.is_unranked),
        ]
        return or_(*conditions, *([] if self.ranks_staff else [col(User.role).in_(STAFF)]))

    def _key(self) -> Any:
        return tuple_(self.points, self.user_id)


def _view(session: Session, board: Board) -> _View:
    ranks_staff = session.exec(select(CommunitySettings.ranks_staff)).first()
    is_ranked = ranks_staff is None or ranks_staff
    if board == Board.all_time:
        return _View(col(User.points), col(User.id), (), is_ranked)
    period = Period(board.value)
    within = (col(PointTotal.period) == period, col(PointTotal.starts_on) == starts(clock.now())[period])
    return _View(col(PointTotal.points), col(PointTotal.user_id), within, is_ranked)


def _literal(place: Place) -> Any:
    return tuple_(literal(place[0]), literal(place[1], Uuid()))


def _place(cursor: str) -> Place | None:
    found = decode_score(cursor)
    if found is not None and not 0 <= found[0] <= MOST_POINTS:
        raise Invalid(cursor=MOVED_ON)
    return None if found is None else (int(found[0]), found[1])
