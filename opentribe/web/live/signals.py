"""What open pages are told that nobody stores: who is here, and who is writing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from opentribe.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class Writing(Fact):
    """A member writes a comment under a post, or has stopped."""

    post_id: UUID
    user_id: UUID
    name: str
    handle: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Here(Fact):
    """The members who have a page of a worker open: their ids in hex, with commas."""

    worker: str
    members: str


SIGNALS: tuple[type[Fact], ...] = (Writing, Here)
