"""The bus: from what happened, once it is committed, to the open pages of those who may see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

from opentribe.domain.access.actor import Actor
from opentribe.domain.audience import Look, honours, look
from opentribe.kit.db import get_database
from opentribe.kit.facts import Fact, Listener
from opentribe.web.live.access import concerns_all, members_concerned
from opentribe.web.live.bell import members_to_ring
from opentribe.web.live.gains import GAINS, gains, said_of
from opentribe.web.live.lanes import Lane
from opentribe.web.live.notes import Note, notes
from opentribe.web.live.presence import Presence
from opentribe.web.live.signals import Here
from opentribe.web.live.sockets import Sockets, as_json
from opentribe.web.live.topics import Subjects, row_of, subjects, thread_of
from opentribe.web.live.watchers import Watchers

PACE = 0.08  # seconds; what comes within this time is one push for each tab
OWN_PACE = 0.02  # the same for what members gained, which concerns few tabs
# Who is behind a session is read again after this long, whatever facts said: sessions also run out by themselves.
KNOWN_FOR = 1.0  # seconds
AGAIN = {"k": "again", "within": 0}
RING = {"k": "bell", "within": 0}
EACH_READS_FOR = 8  # ms of the server, for a page that reads itself again; all together spread over that many times it
VISITOR = Actor()


class Bus:
    """One for each process. Facts come from any thread, all else happens on the event loop."""

    def __init__(self) -> None:
        self.watchers = Watchers()
        self.presence = Presence()
        self.pass_on: Listener = lambda _told: None  # to other workers, where there are any
        self._news, self._own = Lane(PACE), Lane(OWN_PACE)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: Sockets | None = None
        self._known: dict[str, Actor] = {}
        self._known_since = 0.0
        self._thread = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")  # one for each lane

    def watch(self, sid: str, session_hash: str, user_id: UUID | None, path: str, topics: Iterable[str]) -> None:
        """Let an open tab watch topics; see `Watchers`."""
        if self._sockets is not None and self._sockets.is_open(sid):
            self.watchers.watch(sid, session_hash, user_id, path, topics)

    def signal(self, told: Sequence[Fact]) -> None:
        """Say something here and to other workers that is stored nowhere."""
        self.hear(told)
        self.pass_on(told)

    def hear(self, told: Sequence[Fact]) -> None:
        """Take in what was committed; a listener of `kit.facts`."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, tuple(told))

    def _take(self, told: Sequence[Fact]) -> None:
        if members_concerned(told) or concerns_all(told):
            self._known = {}
        for fact in told:
            if isinstance(fact, Here):
                self.presence.hear(fact)
            else:
                (self._own if isinstance(fact, GAINS) else self._news).add(fact)

    async def run(self, sockets: Sockets) -> None:
        """Push until cancelled."""
        self._loop, self._sockets = asyncio.get_running_loop(), sockets
        sockets.on_gone(self.watchers.forget)
        try:
            async with asyncio.TaskGroup() as lanes:
                lanes.create_task(self._news.run(partial(self._push, sockets)))
                lanes.create_task(self._own.run(partial(self._congratulate, sockets)))
        finally:
            self._loop = self._sockets = None

    async def _push(self, sockets: Sockets, told: Sequence[Fact]) -> None:
        about = subjects(told)
        if self._is_watched(about):
            seen = await self._look(about)
            await self._deliver(sockets, seen, list(notes(about, seen, self._spread)))
        if concerns_all(told):
            await self.say_again(sockets, list(self.watchers.by_sid))
        elif concerned := members_concerned(told):
            await self.say_again(sockets, self.watchers.of_members(concerned))
        if rung := members_to_ring(told):
            sids = self.watchers.of_members(rung)
            await sockets.send(sids, [as_json(RING | {"within": (len(sids) - 1) * EACH_READS_FOR})])

    def _spread(self, topic: str) -> int:
        return len(self.watchers.of_topic(topic)) * EACH_READS_FOR

    async def readers(self) -> dict[str, Actor]:
        """Who is behind the session of each open tab; sessions that are not in force are not in it."""
        return (await self._look(Subjects())).actors if self.watchers.by_sid else {}

    def _is_watched(self, about: Subjects) -> bool:
        if about.comments:  # the fact does not say under which post
            return bool(self.watchers.by_sid)
        topics = [topic for post_id in about.post_ids for topic in (row_of(post_id), thread_of(post_id))]
        return any(map(self.watchers.of_topic, topics)) or bool(about.published and self.watchers.by_sid)

    async def _congratulate(self, sockets: Sockets, told: Sequence[Fact]) -> None:
        """Tell members on their own pages what they gained."""
        gained = gains(told)
        sids = self.watchers.of_members(set(gained)) if gained else []
        if not sids:
            return
        seen = await self._look(Subjects(), sids)
        reached = {level_id for gain in gained.values() for level_id in gain.level_ids}
        given = {badge_id for gain in gained.values() for badge_id in gain.badge_ids}
        work = partial(honours, get_database(), reached, given)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, work) if reached or given else ({}, {})
        for sid in sids:
            held = self.watchers.by_sid.get(sid)
            reader = seen.actors.get(held.session_hash, VISITOR) if held is not None else VISITOR
            gain = gained.get(reader.user_id) if reader.user_id is not None else None
            if gain is not None:
                await sockets.send([sid], [as_json(each) for each in said_of(gain, *found)])

    async def _look(self, about: Subjects, sids: Iterable[str] | None = None) -> Look:
        """The rows as they are, and the readers (all, or of these tabs) as far as they are not known."""
        now = time.monotonic()
        if now - self._known_since > KNOWN_FOR:
            self._known, self._known_since = {}, now
        tabs = self.watchers.by_sid.values() if sids is None else [self.watchers.by_sid[sid] for sid in sids]
        sessions = {held.session_hash for held in tabs} - {""}
        known = self._known
        work = partial(look, get_database(), sessions, known, about.post_ids, about.comment_ids)
        seen = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        if known is self._known:  # else somebody's rights changed meanwhile
            self._known = seen.actors
        return seen

    async def _deliver(self, sockets: Sockets, seen: Look, all_notes: Sequence[Note]) -> None:
        """Put together what each tab is told, and send the same to all who are told the same."""
        texts: dict[int, str] = {}
        mail: dict[str, list[int]] = {}
        may_see: dict[tuple[str, UUID], bool] = {}
        for note in all_notes:
            for sid in self.watchers.of_topic(note.topic):
                held = self.watchers.by_sid[sid]
                reader = seen.actors.get(held.session_hash, VISITOR)
                key = (held.session_hash, note.space.id)
                if key not in may_see:
                    may_see[key] = seen.sees(reader, note.space)
                said = note.for_reader(reader)
                if said is not None and may_see[key]:
                    if id(said) not in texts:
                        texts[id(said)] = as_json(said)
                    mail.setdefault(sid, []).append(id(said))
        alike: dict[tuple[int, ...], list[str]] = {}
        for sid, which in mail.items():
            alike.setdefault(tuple(which), []).append(sid)
        for told, sids in alike.items():
            await sockets.send(sids, [texts[each] for each in told])

    async def say_again(self, sockets: Sockets, sids: Iterable[str]) -> None:
        """Tell tabs to read their page again, spread over a while when they are many."""
        told = list(sids)
        await sockets.send(told, [as_json(AGAIN | {"within": len(told) * EACH_READS_FOR})])


bus = Bus()
