"""The background work: jobs per second on both databases with one worker and with four, and commit to effect."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from bench.report import keep, percentile, table
from opentribe.kit import migrations
from opentribe.kit.counters.models import Number
from opentribe.kit.db import Database
from opentribe.kit.ids import new_id
from opentribe.kit.jobs.crew import Crew
from opentribe.kit.jobs.kinds import Kind, Priority, Task
from opentribe.kit.jobs.outbox import enqueue
from opentribe.kit.jobs.worker import Worker

JOBS = 4000
DEEDS = 300
FLOOD = 20_000


def effect(session: Session, task: Task) -> None:
    """A row, as a line in a ledger would be."""
    session.add(Number(name=task.id.hex, value=1))


COUNT = Kind("count", effect)


def rate(database: Database, workers: int) -> float:
    """Jobs per second when `workers` threads empty a full table."""
    with database.write() as session:
        for number in range(JOBS):
            enqueue(session, COUNT, {"number": number})

    def work() -> None:
        worker = Worker(database, [COUNT])
        while worker.turn():
            pass

    threads = [threading.Thread(target=work) for _ in range(workers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return JOBS / (time.perf_counter() - began)


def waits(database: Database, flood: int = 0) -> list[float]:
    """Seconds from the commit of a deed to that of its effect, while a flood of less urgent jobs waits."""
    seen: dict[str, float] = {}
    arrived = threading.Event()

    def note(session: Session, task: Task) -> None:
        effect(session, task)
        seen[str(task.payload["key"])] = time.perf_counter()
        arrived.set()

    urgent = Kind("urgent", note, priority=Priority.urgent)
    low = Kind("low", effect, priority=Priority.low)
    with database.write() as session:
        for _ in range(flood):
            enqueue(session, low, {})
    crew = Crew(database, [urgent, low], (), threads=2)
    crew.start()
    found = []
    for _ in range(DEEDS):
        key = new_id().hex
        arrived.clear()
        with database.write() as session:
            enqueue(session, urgent, {"key": key})
        committed = time.perf_counter()
        arrived.wait(30)
        found.append(seen[key] - committed)
        time.sleep(0.005)
    crew.stop(60)
    return found


@contextmanager
def databases(small: bool) -> Iterator[list[tuple[str, Database]]]:
    """One of each kind, on this machine's disk."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'jobs.db'}"}
        migrations.upgrade(urls["SQLite"])
        if not small:
            from tests.postgres import postgres_url

            urls["PostgreSQL"] = postgres_url(migrated=True)
        opened = [(name, Database(url)) for name, url in urls.items()]
        yield opened
        for _, database in opened:
            database.close()


def main() -> None:
    """Measure and print; `quick` leaves PostgreSQL out."""
    rows = []
    with databases("quick" in sys.argv) as found:
        for name, database in found:
            one, four = rate(database, 1), rate(database, 4)
            alone, flooded = waits(database), waits(database, FLOOD)
            figures = [f"{percentile(each, share) * 1000:.1f}" for each in (alone, flooded) for share in (0.5, 0.95)]
            rows.append([name, f"{one:.0f}", f"{four:.0f}", *figures])
            keep("jobs", f"Background jobs per second on {name}, 1 and 4 workers", f"{one:,.0f} / {four:,.0f}")
            keep("jobs", f"Commit to effect on {name}, p50 / p95", f"{figures[0]} / {figures[1]} ms")
    head = ["database", "jobs/s, 1 worker", "4 workers", "p50 ms", "p95 ms", "p50 in a flood", "p95 in a flood"]
    table(f"Background jobs ({JOBS} jobs; {DEEDS} deeds; a flood of {FLOOD} less urgent ones)", head, rows)


if __name__ == "__main__":
    main()
