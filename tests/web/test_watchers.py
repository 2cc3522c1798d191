"""What a worker keeps in mind of open tabs: what they watch, who is here, and which of them fell behind."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from opentribe.kit.ids import new_id
from opentribe.web.live import presence
from opentribe.web.live.presence import LINGERS, WORKER_LOST, Presence
from opentribe.web.live.signals import Here
from opentribe.web.live.sockets import MOST_WAITING, ReflexSockets
from opentribe.web.live.topics import NEWS
from opentribe.web.live.watchers import MOST_TOPICS, Watchers
from tests import aio


def test_nothing_is_left_of_a_tab_that_is_gone():
    watchers, ada = Watchers(), new_id()
    watchers.watch("one", "hash", ada, "/", ["row:1", "row:2"])
    watchers.watch("other", "hash", ada, "/", ["row:1"])
    assert watchers.of_topic("row:1") == {"one", "other"}
    for sid in ("one", "other", "never"):
        watchers.forget(sid)
    assert (watchers.by_sid, watchers._sids) == ({}, {})


def test_a_tab_watches_the_page_it_shows_as_the_person_it_is():
    watchers, ada = Watchers(), new_id()
    watchers.watch("tab", "hash", ada, "/", ["row:1"])
    watchers.watch("tab", "hash", ada, "/", ["row:2"])
    assert set(watchers.by_sid["tab"].topics) == {NEWS, "row:1", "row:2"}
    watchers.watch("tab", "hash", ada, "/posts/3", ["thread:3"])
    assert set(watchers.by_sid["tab"].topics) == {NEWS, "thread:3"}
    watchers.watch("tab", "", None, "/posts/3", [])
    assert set(watchers.by_sid["tab"].topics) == {NEWS}
    assert watchers.of_members({ada}) == []
    watchers.watch("tab", "", None, "/posts/3", [f"row:{number}" for number in range(2 * MOST_TOPICS)])
    assert len(watchers.by_sid["tab"].topics) <= MOST_TOPICS + 1
    assert NEWS in watchers.by_sid["tab"].topics


def test_a_tab_is_told_who_is_here_once_for_each_person():
    watchers = Watchers()
    watchers.watch("tab", "hash", new_id(), "/", [])
    assert watchers.somebody_came.is_set()
    watchers.by_sid["tab"].knows_who_is_here = True
    watchers.watch("tab", "hash", new_id(), "/account", [])
    assert watchers.by_sid["tab"].knows_who_is_here
    watchers.watch("tab", "another", new_id(), "/account", [])
    assert not watchers.by_sid["tab"].knows_who_is_here


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that a test sets."""
    made = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(presence.time, "monotonic", lambda: made.now)
    return made


def test_who_goes_from_page_to_page_was_never_away(clock: SimpleNamespace):
    here, ada, ben = Presence(), new_id(), new_id()
    here.own([ada, ben])
    assert here.turn(dict.fromkeys(here.present(), "x"))[1] == []
    clock.now += LINGERS - 1
    here.own([ben])
    assert here.present() == {ada, ben}
    clock.now += 2
    here.own([ben])
    assert here.present() == {ben}
    assert here.turn({ben: "ben"}) == ([], ["x"])
    assert here.turn({ben: "ben", ada: "ada"}) == (["ada"], [])


def test_members_of_other_workers_count_until_the_worker_falls_silent(clock: SimpleNamespace):
    one, other, ada, ben = Presence(), Presence(), new_id(), new_id()
    one.hear(other.own([ada, ben]))
    one.hear(one.own([]))
    one.hear(Here(worker="third", members=""))
    assert one.present() == {ada, ben}
    one.hear(other.own([ben]))
    assert one.present() == {ada, ben}  # she lingers there
    clock.now += WORKER_LOST + 1
    assert one.present() == set()


class Line:
    """As much of Reflex's app as the sockets see: one tab with a queue."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[object] = asyncio.Queue()
        tab = SimpleNamespace(closed=False, queue=self.queue)
        self.eio = SimpleNamespace(sockets={"engine": tab}, send_packet=self.send_packet)
        self.manager = SimpleNamespace(eio_sid_from_sid=lambda sid, _name: "engine" if sid == "tab" else None)
        self.app = SimpleNamespace(
            sio=self, event_namespace=SimpleNamespace(namespace="/_event", sid_to_token={"tab": "t"})
        )

    async def send_packet(self, _sid: str, packet: object) -> None:
        self.queue.put_nowait(packet)


def test_a_tab_that_fell_behind_is_named_once_when_it_reads_again():
    async def story() -> None:
        line = Line()
        sockets = ReflexSockets(line.app)  # type: ignore[arg-type]
        for _ in range(2 * MOST_WAITING):
            await sockets.send(["tab", "gone"], ["{}"])
        assert line.queue.qsize() <= MOST_WAITING + 1
        assert sockets.caught_up() == []
        while not line.queue.empty():
            line.queue.get_nowait()
        await sockets.send(["tab"], ["{}"])  # it has missed something: what comes now would not be all
        assert line.queue.empty()
        assert sockets.caught_up() == ["tab"]
        assert sockets.caught_up() == []
        await sockets.send(["tab"], ["{}"])
        assert line.queue.qsize() == 1

    aio.run(story())
