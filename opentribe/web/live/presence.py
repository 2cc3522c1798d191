"""Who is here: members with a page open in any worker. Told to members only, and of public profiles only."""

from __future__ import annotations

import time
from collections.abc import Iterable
from uuid import UUID

from opentribe.kit.ids import new_id
from opentribe.web.live.signals import Here

LINGERS = 8.0  # seconds; one who goes from page to page was never away
HEARTBEAT = 5.0  # seconds between two words to other workers, and between two looks at who has gone
WORKER_LOST = 4 * HEARTBEAT  # seconds after which a silent worker's members count no more
MOST_SHOWN = 2000  # members; beyond, later ones are not shown as being here


class Presence:
    """One for each process. Used on the event loop only."""

    def __init__(self) -> None:
        self.worker = new_id().hex
        self.shown: dict[UUID, str] = {}
        self._seen: dict[UUID, float] = {}
        self._elsewhere: dict[str, tuple[frozenset[UUID], float]] = {}

    def hear(self, here: Here) -> None:
        """Another worker says who is with it."""
        if here.worker != self.worker:
            members = frozenset(UUID(hex=each) for each in here.members.split(",") if each)
            self._elsewhere[here.worker] = (members, time.monotonic())

    def own(self, open_now: Iterable[UUID]) -> Here:
        """Take note of who has a page of this worker open, and put it in words for the others."""
        now = time.monotonic()
        self._seen |= dict.fromkeys(open_now, now)
        self._seen = {each: at for each, at in self._seen.items() if now - at < LINGERS}
        return Here(worker=self.worker, members=",".join(each.hex for each in self._seen))

    def present(self) -> set[UUID]:
        """Everybody who is here, wherever."""
        now = time.monotonic()
        self._elsewhere = {name: told for name, told in self._elsewhere.items() if now - told[1] < WORKER_LOST}
        return set(self._seen).union(*(members for members, _ in self._elsewhere.values()))

    def turn(self, handles: dict[UUID, str]) -> tuple[list[str], list[str]]:
        """Show these members from now on; the handles that came and those that went."""
        before = self.shown
        self.shown = dict(list(handles.items())[:MOST_SHOWN])
        came = [handle for each, handle in self.shown.items() if each not in before]
        return came, [handle for each, handle in before.items() if each not in self.shown]
