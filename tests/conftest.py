"""What every test may ask for: a database of each kind, the cast in it, a count of statements, a quiet environment."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

# A developer's own settings must not reach the tests, nor the tests a developer's data. This stands before the
# first import of the application, which reads the environment once.
for _name in [name for name in os.environ if name.startswith("OPENTRIBE_")]:
    del os.environ[_name]
for _name in ("PORT", "HOST", "DATABASE_URL", "REDIS_URL"):
    os.environ.pop(_name, None)
_data = tempfile.TemporaryDirectory(prefix="opentribe-data-")
os.environ |= {"OPENTRIBE_DATA_DIR": _data.name, "OPENTRIBE_RATE_LIMITS": "off"}

from sqlalchemy import event  # noqa: E402

from opentribe.kit import limits  # noqa: E402
from opentribe.kit.db import Database, get_database  # noqa: E402
from opentribe.settings import get_settings  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import Cast  # noqa: E402

TESTS = Path(__file__).parent
# Tests that start servers and browsers keep to one process, so that they do not disturb each other's timing; those
# that call handlers over the raw websocket take as long as all the others, and have a process of their own.
ONE_PROCESS = ("serving", "journeys", "web")
# A journey that fails is walked again, twice at most: a machine may be too busy for a browser. The summary says RERUN.
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--databases=sqlite,postgresql`: on which kinds the tests run; SQLite alone unless said."""
    parser.addoption("--databases", default="sqlite", help="kinds of database, with commas: sqlite, postgresql")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a kind that does not exist before anything runs."""
    unknown = set(_kinds(config)) - set(databases.KINDS)
    if unknown or not _kinds(config):
        raise pytest.UsageError(f"--databases: write {' or '.join(databases.KINDS)}, not {', '.join(unknown)}")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs on a kind of database that was not asked for; keep servers and browsers together."""
    unwanted = set(databases.KINDS) - set(_kinds(config))
    kept, left_out = [], []
    for item in items:
        callspec = getattr(item, "callspec", None)
        values = callspec.params.values() if callspec else ()
        on_unwanted = any(isinstance(value, str) and value in unwanted for value in values)
        (left_out if on_unwanted else kept).append(item)
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if folder in ONE_PROCESS and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("web" if folder == "web" else "one-process"))
        if folder == "journeys":
            item.add_marker(pytest.mark.flaky(reruns=2))
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def _kinds(config: pytest.Config) -> list[str]:
    return [kind.strip() for kind in config.getoption("--databases").split(",") if kind.strip()]


@pytest.fixture(params=databases.KINDS)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of its own with all tables, in force as the installation's: `get_database()` gives the same one."""
    with databases.copy(request.param, with_cast="cast" in request.fixturenames) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        _forget_settings()
        opened = get_database()
        databases.hasten(opened.engine)
        yield opened
        opened.close()
    monkeypatch.undo()
    _forget_settings()


@pytest.fixture
def cast(request: pytest.FixtureRequest, database: Database) -> Cast:
    """olu, mo, ada and ben signed in on `database`, and cleo outside."""
    kind = "sqlite" if database.is_sqlite else "postgresql"
    return dataclasses.replace(databases.the_cast(kind), database=database)


@pytest.fixture
def rate_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits in force and nothing counted yet; elsewhere in the tests they are off."""
    monkeypatch.setattr(get_settings(), "rate_limits", "on")
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def statements() -> Callable[[Database], AbstractContextManager[list[str]]]:
    """`with statements(database) as counted:` lists the SQL that the block runs, transactions left out."""
    return count_statements


@contextmanager
def count_statements(database: Database) -> Iterator[list[str]]:
    """See the fixture `statements`."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            seen.append(statement)

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in database.engines:
            event.remove(engine, "before_cursor_execute", note)


def _forget_settings() -> None:
    get_settings.cache_clear()
    get_database.cache_clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one Chromium of this process: Playwright's synchronous side can be begun only once at a time."""
    from playwright.sync_api import sync_playwright

    from tests.browser import launch

    with sync_playwright() as playwright, launch(playwright) as opened:
        yield opened
