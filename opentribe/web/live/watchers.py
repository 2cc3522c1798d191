"""Who watches what: each tab by its socket, and nothing is left of it when the socket has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from opentribe.web.live.topics import NEWS

MOST_TOPICS = 400  # for a tab; beyond, the rows that came first are no longer followed


@dataclass(slots=True)
class Watcher:
    """A tab: the session behind it, the page it shows, and what it watches there."""

    session_hash: str
    user_id: UUID | None
    path: str
    topics: dict[str, None] = field(default_factory=dict)
    knows_who_is_here: bool = False


class Watchers:
    """All tabs of this process. Used on the event loop only."""

    def __init__(self) -> None:
        self.by_sid: dict[str, Watcher] = {}
        self.somebody_came = asyncio.Event()
        self._sids: dict[str, set[str]] = {}

    def watch(self, sid: str, session_hash: str, user_id: UUID | None, path: str, topics: Iterable[str]) -> None:
        """Let a tab watch these too; what it watched on another page, or as somebody else, it watches no more."""
        held = self.by_sid.get(sid)
        if held is None or (held.session_hash, held.path) != (session_hash, path):
            knows = held is not None and held.session_hash == session_hash and held.knows_who_is_here
            self.forget(sid)
            held = self.by_sid[sid] = Watcher(session_hash, user_id, path, knows_who_is_here=knows)
            if not knows and user_id is not None:
                self.somebody_came.set()
        held.user_id = user_id
        for topic in (NEWS, *topics):
            held.topics.pop(topic, None)
            held.topics[topic] = None
            self._sids.setdefault(topic, set()).add(sid)
        for topic in list(held.topics)[: max(0, len(held.topics) - MOST_TOPICS)]:
            if topic != NEWS:
                self._leave(sid, topic)
                del held.topics[topic]

    def forget(self, sid: str) -> None:
        """A tab is gone."""
        held = self.by_sid.pop(sid, None)
        for topic in held.topics if held else ():
            self._leave(sid, topic)

    def of_topic(self, topic: str) -> set[str]:
        """The sockets that watch it."""
        return self._sids.get(topic, set())

    def of_members(self, user_ids: set[UUID]) -> list[str]:
        """The sockets of these members."""
        return [sid for sid, held in self.by_sid.items() if held.user_id in user_ids]

    def _leave(self, sid: str, topic: str) -> None:
        sids = self._sids.get(topic)
        if sids is not None:
            sids.discard(sid)
            if not sids:
                del self._sids[topic]
