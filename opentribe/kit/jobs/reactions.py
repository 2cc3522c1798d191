"""Reactions in the background: the fact is stored with the deed, and a worker reacts to it after the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from opentribe.kit.facts import Fact, Reaction
from opentribe.kit.jobs.kinds import GiveUp, Kind, Priority, Task
from opentribe.kit.jobs.outbox import enqueue

# The fact, and when it happened. Facts may arrive late and out of order: look at how things stand by now.
BackgroundReaction = Callable[[Session, Any, datetime], None]


@dataclass(frozen=True, slots=True)
class Later:
    """A reaction for the background. In `wiring.py` it stands beside the facts that it follows.

    `name` is stored with every job: it must not change, and each is used once.
    """

    name: str
    react: BackgroundReaction
    priority: Priority = Priority.normal

    def __call__(self, session: Session, fact: Fact) -> None:
        """Store the fact in the transaction of its deed."""
        kind = type(fact)
        payload = {"fact": kind.__name__, "said": _adapter(kind).dump_python(fact, mode="json")}
        enqueue(session, self.name, payload, priority=self.priority)

    def kind(self, facts: Mapping[str, type[Fact]]) -> Kind:
        """What a worker does with what was stored, given the facts by their names."""

        def effect(session: Session, task: Task) -> None:
            fact = facts.get(task.payload["fact"])
            if fact is None:
                raise GiveUp(f"This version knows no fact called {task.payload['fact']}.")
            self.react(session, _adapter(fact).validate_python(task.payload["said"]), task.created_at)

        return Kind(self.name, effect, priority=self.priority)


def kinds_of(reactions: Mapping[type[Fact], tuple[Reaction, ...]]) -> tuple[Kind, ...]:
    """The kinds of jobs that a switchboard stores. Raises ValueError when two share a name."""
    facts = {fact.__name__: fact for fact in reactions}
    laters = {each for following in reactions.values() for each in following if isinstance(each, Later)}
    kinds = tuple(later.kind(facts) for later in laters)
    if len({kind.name for kind in kinds}) < len(kinds):
        raise ValueError("two background reactions share a name")
    return kinds


_adapters: dict[type[Fact], TypeAdapter[Any]] = {}


def _adapter(fact: type[Fact]) -> TypeAdapter[Any]:
    if fact not in _adapters:
        _adapters[fact] = TypeAdapter(fact)
    return _adapters[fact]
