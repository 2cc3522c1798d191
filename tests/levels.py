"""Levels for tests: others than those to begin with, points out of nowhere, and everybody at the level of theirs."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from opentribe.domain.gamification.ledger import lock
from opentribe.domain.gamification.level_drafts import LevelDraft, LevelsDraft
from opentribe.domain.gamification.levels import held_levels, position_at
from opentribe.domain.gamification.models import PointAction, PointEntry, ReferenceType
from opentribe.domain.gamification.queries import get_levels_form
from opentribe.domain.members.models import User
from opentribe.kit.ids import new_id
from tests.cast import Cast

THREE = (("Seed", 0, "#112233"), ("Sprout", 10, "#445566"), ("Tree", 100, "#778899"))


def draft_of(cast: Cast, rows=THREE) -> LevelsDraft:
    """These levels, changed from those of now; the first ones keep their ids."""
    form = cast.do(cast.olu, get_levels_form)
    ids = [level.id for level in form.levels] + [None] * len(rows)
    levels = [
        LevelDraft(id=ids[place], name=name, threshold=threshold, color=color)
        for place, (name, threshold, color) in enumerate(rows)
    ]
    return LevelsDraft(version=form.version, levels=levels)


def give(cast: Cast, name: str, amount: int) -> None:
    """Points in the ledger, without a deed that anybody could look at."""
    with cast.database.write() as session:
        user = lock(session, id_of(session, name))
        assert user is not None
        session.add(
            PointEntry(
                user_id=user.id,
                action=PointAction.adjustment,
                amount=amount,
                reference_type=ReferenceType.user,
                reference_id=new_id().hex,
            )
        )
        user.points += amount
        user.level = position_at(held_levels(session), user.points)
        session.add(user)


def id_of(session: Session, name: str) -> UUID:
    """A member by handle."""
    return session.exec(select(User.id).where(User.username == name)).one()


def levels_of(cast: Cast) -> dict[str, int]:
    """Everybody's level; that it is the one of their points is asserted on the way."""
    with cast.database.read() as session:
        held = held_levels(session)
        users = session.exec(select(User)).all()
        assert [user.level for user in users] == [position_at(held, user.points) for user in users]
        return {user.username: user.level for user in users}
