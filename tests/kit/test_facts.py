"""Facts are announced once their transaction is committed, and never before or otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlmodel import select

from opentribe.kit.counters.models import Number
from opentribe.kit.db import Database
from opentribe.kit.facts import Fact, listen, tell


@dataclass(frozen=True, slots=True)
class Counted(Fact):
    """A test counted something."""


def test_listeners_hear_after_the_commit_what_was_told(database: Database):
    seen: list[tuple[Sequence[Fact], int]] = []

    def note(told: Sequence[Fact]) -> None:
        with database.write() as session:  # the next writer does not wait for the listeners of this one
            seen.append((told, len(session.exec(select(Number)).all())))

    stop = listen(note)
    try:
        with database.write() as session:
            session.add(Number(name="one", value=1))
            tell(session, Counted())
            tell(session, Counted())
            assert seen == []
    finally:
        stop()
    assert seen == [([Counted(), Counted()], 1)]


def test_nothing_is_announced_of_what_is_rolled_back(database: Database):
    seen: list[Sequence[Fact]] = []
    stop = listen(seen.append)

    def fail() -> None:
        with database.write() as session:
            tell(session, Counted())
            raise LookupError

    try:
        with pytest.raises(LookupError):
            fail()
        with database.write():
            pass
    finally:
        stop()
    assert seen == []


def test_a_listener_that_fails_harms_neither_the_deed_nor_the_others(database: Database):
    seen: list[Sequence[Fact]] = []

    def fail(_told: Sequence[Fact]) -> None:
        raise LookupError

    stops = [listen(fail), listen(seen.append)]
    try:
        with database.write() as session:
            tell(session, Counted())
    finally:
        for stop in stops:
            stop()
    assert seen == [[Counted()]]
