"""Opening the books where nobody kept them while things happened: points for all that stands, by the ledger's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlmodel import Session, col, select

from opentribe.domain.gamification.ledger import FROM_ONE_MEMBER, Deed, starts
from opentribe.domain.gamification.levels import held_levels, position_at
from opentribe.domain.gamification.models import PointAction, PointEntry, PointRule, PointTotal, ReferenceType
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.kit.ids import new_id

Table = type[Post] | type[Comment]
Votes = type[PostUpvote] | type[CommentUpvote]


def open_books(session: Session) -> int:
    """Give members what workers would have given deed by deed, in a few statements; how many deeds have points.

    Only for books that are empty: who has points keeps them, and this would give them once more.
    """
    if session.exec(select(PointEntry.id).limit(1)).first() is not None:
        raise ValueError("somebody has points already")
    entries = list(_scoring(session))
    if not entries:
        return 0
    session.connection().execute(insert(PointEntry), entries)
    points: Counter[UUID] = Counter()
    totals: Counter[tuple[Any, ...]] = Counter()
    for entry in entries:
        points[entry["user_id"]] += entry["amount"]
        for period, day in starts(entry["created_at"]).items():
            totals[entry["user_id"], period, day] += entry["amount"]
    session.connection().execute(
        insert(PointTotal),
        [
            {"id": new_id(), "user_id": user_id, "period": period, "starts_on": day, "points": amount}
            for (user_id, period, day), amount in totals.items()
        ],
    )
    levels = held_levels(session)
    for user_id, amount in points.items():
        values = {"points": amount, "level": position_at(levels, amount)}
        session.connection().execute(update(User).where(col(User.id) == user_id).values(**values))
    return len(entries)


def _scoring(session: Session) -> Iterator[dict[str, Any]]:
    """The lines of the ledger, in the order of the deeds; none for what is worth nothing or past a day's cap."""
    rules = {rule.action: rule for rule in session.exec(select(PointRule))}
    counted: Counter[tuple[Any, ...]] = Counter()
    for user_id, deed in sorted(_deeds(session), key=lambda found: (found[1].at, found[1].reference_id)):
        rule, day = rules.get(deed.action), deed.at.astimezone(UTC).date()
        if rule is None or rule.point_value == 0:
            continue
        if rule.daily_cap is not None and counted[user_id, deed.action, day] >= rule.daily_cap:
            continue
        if deed.liker and counted[user_id, deed.liker, day] >= FROM_ONE_MEMBER:
            continue
        counted[user_id, deed.action, day] += 1
        counted[user_id, deed.liker, day] += 1
        yield {
            "id": new_id(),
            "user_id": user_id,
            "action": deed.action,
            "amount": rule.point_value,
            "reference_type": deed.reference_type,
            "reference_id": deed.reference_id,
            "reverses_id": None,
            "created_at": deed.at,
        }


def _deeds(session: Session) -> Iterator[tuple[UUID, Deed]]:
    """What members wrote, and likes of it by other members; never what a bot wrote."""
    for table, votes in ((Post, PostUpvote), (Comment, CommentUpvote)):
        action = PointAction.post if table is Post else PointAction.comment
        written, liked = ReferenceType(action.value), ReferenceType(f"{action.value}_upvote")
        for row_id, author, at in session.exec(_written(table, col(table.created_at))):
            yield author, Deed(action, written, row_id.hex, at)
        for row_id, author, at, liker in session.exec(_liked(table, votes)):
            if liker != author:
                yield author, Deed(PointAction.like_received, liked, row_id.hex + liker.hex, at, liker)


def _written(table: Table, *more: Any) -> Any:
    author = PostingIdentity
    return (
        select(col(table.id), col(author.user_id), *more)
        .join(author, col(author.id) == col(table.posting_identity_id))
        .where(col(table.deleted_at).is_(None), col(author.is_bot).is_(False), col(author.user_id).is_not(None))
    )


def _liked(table: Table, votes: Votes) -> Any:
    """Each member's first like of each, through whichever of their identities."""
    of: Any = votes.post_id if issubclass(votes, PostUpvote) else votes.comment_id
    voter = PostingIdentity.__table__.alias()  # type: ignore[attr-defined]
    first: Any = func.min(votes.created_at, type_=votes.__table__.c.created_at.type)  # type: ignore[union-attr]
    return (
        _written(table, first, voter.c.user_id)
        .join(votes, col(of) == col(table.id))
        .join(voter, voter.c.id == col(votes.voter_id))
        .where(voter.c.user_id.is_not(None))
        .group_by(col(table.id), col(PostingIdentity.user_id), voter.c.user_id)
    )
