"""Starting and ending, and the two ways of ending in between."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.server import RunningApp, running_app
from tests.serving.conftest import NO_TOOLS
from tests.serving.test_pages import ask

NETWORK_WATCH = """
import os, socket
_connect, _resolve = socket.socket.connect, socket.getaddrinfo
def note(what):
    if not any(own in str(what) for own in ("127.0.0.1", "localhost", "::1")):
        with open(os.environ["WATCHED"], "a") as file:
            print(what, file=file)
def connect(self, address):
    note(address)
    return _connect(self, address)
def resolve(host, *rest, **named):
    note(host)
    return _resolve(host, *rest, **named)
socket.socket.connect, socket.getaddrinfo = connect, resolve
"""


def notes(app_home: Path) -> list[str]:
    """What was written to the database, in order."""
    with sqlite3.connect(app_home / "data" / "opentribe.db") as database:
        return [what for (what,) in database.execute("SELECT what FROM sample_notes ORDER BY rowid")]


def wait_for_note(app_home: Path, what: str) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if what in notes(app_home):
                return
        except sqlite3.OperationalError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{what!r} was not written")


def post_in_background(app: RunningApp, path: str) -> tuple[threading.Thread, list[int]]:
    """Send a request that takes a while; its status lands in the list."""
    statuses: list[int] = []

    def send() -> None:
        try:
            statuses.append(ask(app, path, "POST", content_length="0")[0].status)
        except OSError:
            statuses.append(0)

    thread = threading.Thread(target=send)
    thread.start()
    return thread, statuses


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_finished_and_answered(
    served: RunningApp, project: Path, tmp_path: Path, asked: signal.Signals
) -> None:
    with running_app(tmp_path, project, PATH=NO_TOOLS) as app:
        thread, statuses = post_in_background(app, "/slow-write")
        wait_for_note(tmp_path, "request began")
        began = time.monotonic()
        app.send(asked)
        assert app.process.wait(15) == 0
        assert 0.5 < time.monotonic() - began < 8
        thread.join()
    assert statuses == [200]
    assert notes(tmp_path) == ["request began", "request"]
    assert app.log.splitlines()[-2:] == ["request: written", "life: ended"]
    assert "Traceback" not in app.log
    assert "panic" not in app.log


def test_a_handler_under_way_is_finished(served: RunningApp, project: Path, tmp_path: Path, browser: Browser) -> None:
    with running_app(tmp_path, project, PATH=NO_TOOLS) as app, browser.new_page() as page:
        page.goto(app.url)
        page.get_by_text("Count").click()
        page.get_by_text("1", exact=True).wait_for()
        page.get_by_text("Write").click()
        wait_for_note(tmp_path, "handler began")
        assert app.stop() == 0
    assert notes(tmp_path) == ["handler began", "handler first", "handler second"]
    assert app.log.splitlines()[-2:] == ["handler: done", "life: ended"]


def test_a_second_interrupt_ends_at_once(served: RunningApp, project: Path, tmp_path: Path) -> None:
    with running_app(tmp_path, project, PATH=NO_TOOLS) as app:
        thread, statuses = post_in_background(app, "/slow-write?seconds=5")
        wait_for_note(tmp_path, "request began")
        app.send(signal.SIGINT)
        time.sleep(0.5)
        began = time.monotonic()
        app.send(signal.SIGINT)
        assert app.process.wait(5) == 130
        assert time.monotonic() - began < 1
        thread.join()
    assert statuses == [0]


def test_new_requests_are_refused_while_it_ends(served: RunningApp, project: Path, tmp_path: Path) -> None:
    with running_app(tmp_path, project, PATH=NO_TOOLS) as app:
        thread, statuses = post_in_background(app, "/slow-write?seconds=2")
        wait_for_note(tmp_path, "request began")
        app.send(signal.SIGTERM)
        time.sleep(0.3)
        response, _ = ask(app, "/")
        assert (response.status, response.headers["retry-after"]) == (503, "5")
        assert app.process.wait(10) == 0
        thread.join()
    assert statuses == [200]


def test_an_existing_build_says_where_it_is_and_calls_nobody(served: RunningApp, project: Path, tmp_path: Path) -> None:
    watch, watched = tmp_path / "watch", tmp_path / "called"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(NETWORK_WATCH)
    with running_app(tmp_path, project, PATH=NO_TOOLS, PYTHONPATH=str(watch), WATCHED=str(watched)) as app:
        ask(app, "/")
        deadline = time.monotonic() + 20  # the address is said right after the first answer
        while app.url not in app.log and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not watched.exists(), watched.read_text()
    said = [line for line in app.log.splitlines() if not line.startswith("life: ")]
    assert said == ["The database was migrated.", f"OpenTribe is at {app.url}"]


def test_the_data_directory_is_private(served: RunningApp) -> None:
    data = served.log_file.parent / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600
