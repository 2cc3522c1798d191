"""Giving everybody the level of their points anew, after thresholds moved: in pieces, each committed by itself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from opentribe.domain.gamification.models import Level, LevelRevision
from opentribe.domain.members.models import User
from opentribe.kit import clock
from opentribe.kit.jobs.kinds import Kind, Task
from opentribe.kit.jobs.outbox import enqueue

PIECE = 500  # members; whoever is given points waits for no more than that


def begin(session: Session, revision: LevelRevision) -> None:
    """Let workers do it, from the first member on."""
    revision.member_count = session.exec(select(func.count()).select_from(User)).one()
    revision.finished_at = None
    session.add(revision)
    enqueue(session, RELEVEL, {"number": revision.number, "after": ""}, dedupe_key=_key(revision.number, ""))


def _do_piece(session: Session, task: Task) -> None:
    """The next members by id; a later change of the levels, which begins anew, ends this one."""
    number, after = int(task.payload["number"]), str(task.payload["after"])
    revision = session.exec(
        select(LevelRevision).where(LevelRevision.number == number).with_for_update(key_share=True)
    ).first()
    newest = session.exec(select(func.max(LevelRevision.number))).one()
    if revision is None or number != newest:
        return
    # Locked before levels are compared: whoever is given points just now may still go by the former thresholds.
    found = select(User.id).order_by(col(User.id)).limit(PIECE).with_for_update(key_share=True)
    ids = session.exec(found.where(col(User.id) > UUID(after)) if after else found).all()
    session.flush()
    if ids:
        reached = select(func.max(Level.position)).where(col(Level.threshold) <= col(User.points)).scalar_subquery()
        session.connection().execute(
            update(User)
            .where(col(User.id) >= ids[0], col(User.id) <= ids[-1], col(User.level) != reached)
            .values(level=reached)
            .execution_options(synchronize_session=False)
        )
    revision.done_count += len(ids)
    if len(ids) < PIECE:
        revision.finished_at = clock.now()
    else:
        rest = {"number": number, "after": ids[-1].hex}
        enqueue(session, RELEVEL, rest, dedupe_key=_key(number, ids[-1].hex))
    session.add(revision)


def _key(number: int, after: str) -> str:
    return f"relevel:{number}:{after}"


RELEVEL = Kind("relevel", _do_piece)
