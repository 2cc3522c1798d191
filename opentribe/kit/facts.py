"""Facts: what happened, told in the transaction of the deed, so that nothing is lost between the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: past tense, frozen, ids only."""


Reaction = Callable[[Session, Fact], None]
_reactions: dict[type[Fact], tuple[Reaction, ...]] = {}


def connect(reactions: dict[type[Fact], tuple[Reaction, ...]]) -> None:
    """Install the switchboard; called once by the root with the table in `wiring.py`."""
    _reactions.clear()
    _reactions.update(reactions)


def tell(session: Session, fact: Fact) -> None:
    """Say that something happened; its reactions become part of this transaction."""
    for react in _reactions.get(type(fact), ()):
        react(session, fact)
