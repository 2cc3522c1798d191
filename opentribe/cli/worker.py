"""The background work in a process of its own, as many of them as one likes."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable

from opentribe.kit.db import get_database
from opentribe.kit.facts import connect
from opentribe.kit.jobs.crew import STOP_SECONDS, Crew
from opentribe.settings import Settings
from opentribe.web.live.channel import passing_on
from opentribe.wiring import KINDS, REACTIONS, SCHEDULES

ABANDONED = 1  # exit status when a job had to be abandoned; its lease runs out, and another worker takes it


def work(settings: Settings, announce: Callable[[], None]) -> int:
    """Work until SIGINT or SIGTERM, then finish what is in hand."""
    connect(REACTIONS)
    ended = threading.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: ended.set())
    crew = Crew(get_database(), KINDS, SCHEDULES, max(1, settings.worker_threads))
    with passing_on(settings.redis_url, REACTIONS) if settings.redis_url else contextlib.nullcontext():
        crew.start()
        announce()
        ended.wait()
        return 0 if crew.stop(STOP_SECONDS) else ABANDONED
