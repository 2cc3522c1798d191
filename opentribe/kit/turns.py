"""Taking turns: those who are about to change the same things do it one after the other."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import Session


def take_turns(session: Session, *names: str) -> None:
    """Wait until no other transaction holds one of these names; they are held until this one ends.

    SQLite has one writer anyway. What is read afterwards is what the others have left.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    for name in sorted(names):  # in one order, so that two never wait for each other
        session.connection().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
