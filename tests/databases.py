"""Databases for tests: migrated once per process and kind, then copied, so that each test has its own quickly."""

from __future__ import annotations

import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from opentribe.kit import migrations
from opentribe.kit.db import Database
from tests import postgres
from tests.cast import Cast, assemble
from tests.spares import Spares

KINDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@contextmanager
def copy(kind: str, *, with_cast: bool) -> Iterator[str]:
    """The URL of a new database: with the whole cast in it, or with empty tables. Gone after the block."""
    source = _with_cast(kind)[0] if with_cast else _empty(kind)
    url = _copied(kind, source)
    try:
        yield url
    finally:
        if kind == "postgresql":
            _spares(source).give_back(url)
        else:
            for ending in ("", "-wal", "-shm"):
                Path(f"{make_url(url).database}{ending}").unlink(missing_ok=True)


def the_cast(kind: str) -> Cast:
    """The people in a copy that was made with them; their database is the one copied from."""
    return _with_cast(kind)[1]


def hasten(engine: Engine) -> None:
    """Let SQLite answer before the disk does: a test's database need not outlive a power cut."""

    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare)


@functools.cache
def _empty(kind: str) -> str:
    if kind == "postgresql":
        return postgres.postgres_url(migrated=True)
    url = _new_file()
    migrations.upgrade(url)
    return url


@functools.cache
def _with_cast(kind: str) -> tuple[str, Cast]:
    url = _copied(kind, _empty(kind))
    database = Database(url)
    hasten(database.engine)
    cast = assemble(database)
    database.close()
    return url, cast


def _copied(kind: str, source: str) -> str:
    if kind == "sqlite":
        url = _new_file()
        shutil.copyfile(str(make_url(source).database), str(make_url(url).database))
        return url
    return _spares(source).take()


@functools.cache
def _spares(source: str) -> Spares:
    return Spares(source)


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="opentribe-tests-")  # removed when the process ends


def _new_file() -> str:
    return f"sqlite:///{_folder().name}/{next(_numbers)}.db"
