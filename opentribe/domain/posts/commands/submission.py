"""A submission counts once: what is sent again, or twice at once, finds the first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from opentribe.domain.access.actor import Actor
from opentribe.domain.posts.models import Comment, Post
from opentribe.kit.db import Database

Table = type[Post] | type[Comment]


def earlier_submission(session: Session, table: Table, actor: Actor, key: str) -> UUID | None:
    """What the actor's identity made of this key before."""
    if not key:
        return None
    return session.exec(
        select(table.id).where(table.posting_identity_id == actor.identity_id, table.submission_key == key)
    ).first()


def store_once(database: Database, table: Table, actor: Actor, key: str, store: Callable[[Session], UUID]) -> UUID:
    """Run `store` in a transaction; when the same submission won meanwhile, give the winner's id."""
    try:
        with database.write() as session:
            return store(session)
    except IntegrityError:
        with database.read() as session:
            winner = earlier_submission(session, table, actor, key)
        if winner is None:
            raise
        return winner
