"""`python -m opentribe worker` does the work that other processes store, and ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import select

from opentribe.kit.db import Database
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.outbox import enqueue
from opentribe.wiring import SWEEP_JOBS

PROJECT = Path(__file__).resolve().parents[3]


def begun(database: Database) -> subprocess.Popen[str]:
    """The command, on this database."""
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "opentribe", "worker"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_process_hears_of_new_jobs_and_ends_in_order(database: Database) -> None:
    process = begun(database)
    try:
        assert process.stdout is not None
        assert "Name one Redis in REDIS_URL" in process.stdout.readline()  # else no bell rings, and nobody knows why
        assert "Working" in process.stdout.readline()
        with database.write() as session:
            enqueue(session, SWEEP_JOBS, {}, dedupe_key="heard")
        done = select(Job.done_at).where(Job.dedupe_key == "heard")
        deadline, found = time.monotonic() + 60, None
        while found is None and time.monotonic() < deadline:
            time.sleep(0.05)
            with database.read() as session:
                found = session.exec(done).one()
        assert found is not None
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_beside_sqlite_a_worker_refuses_with_the_remedy(database: Database) -> None:
    _, said = begun(database).communicate(timeout=60)
    assert "DATABASE_URL" in said
