"""Facts: what happened, told in the transaction of the deed, so that nothing is lost between the two."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

log = logging.getLogger(__name__)
TOLD = "told"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: past tense, frozen, ids only."""


Reaction = Callable[[Session, Fact], None]
Listener = Callable[[Sequence[Fact]], None]
_reactions: dict[type[Fact], tuple[Reaction, ...]] = {}
_listeners: list[Listener] = []


def connect(reactions: dict[type[Fact], tuple[Reaction, ...]]) -> None:
    """Install the switchboard; called once by the root with the table in `wiring.py`."""
    _reactions.clear()
    _reactions.update(reactions)


def tell(session: Session, fact: Fact) -> None:
    """Say that something happened; its reactions become part of this transaction.

    Listeners hear of it once the transaction is committed, and never when it is rolled back.
    """
    session.info.setdefault(TOLD, []).append(fact)
    for react in _reactions.get(type(fact), ()):
        react(session, fact)


def listen(listener: Listener) -> Callable[[], None]:
    """Hand what was told to `listener` after each commit of this process, in the thread that committed.

    For what may be missed, such as word to open pages: what must follow is a reaction. Returns how to stop.
    """
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def announce(session: Session) -> None:
    """Tell the listeners what a session, now committed, was told. A listener that fails harms nobody."""
    told = session.info.pop(TOLD, ())
    if not told:
        return
    for listener in tuple(_listeners):
        try:
            listener(told)
        except Exception:
            log.exception("a listener failed")
