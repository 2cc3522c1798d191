"""Bringing a database up to this version's tables, safely when several processes start at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"
LOCK_KEY = 0x4F70656E54726962  # "OpenTrib" in ASCII; any number that nothing else in the database locks
WAIT_SECONDS = 120  # for another process that migrates

State = Literal["current", "behind", "ahead", "empty"]


class MigrationError(Exception):
    """The database cannot be brought to this version; the message says why and what to do."""


def state(url: str) -> State:
    """How the database stands to this version: `ahead` means that a newer version has migrated it.

    Changes nothing, and does not make a missing SQLite file. Raises MigrationError when it cannot be read.
    """
    if _missing_file(_parsed(url)):
        return "empty"
    with _connection(url, lock=False) as connection:
        return _state_of(connection)


def upgrade(url: str) -> bool:
    """Run the revisions that are missing, all or none; tell whether there were any.

    A second process waits for the first and then finds nothing to do. Raises MigrationError for a database
    that a newer version has migrated, that holds someone else's tables, or that cannot be written.
    """
    if state(url) == "current":  # the usual case: no lock, and a read-only database may still be read
        return False
    with _connection(url, lock=True) as connection:
        found = _state_of(connection)
        if found == "current":
            return False
        if found == "ahead":
            raise MigrationError(_ahead_words(connection))
        if found == "empty":
            _refuse_foreign_tables(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_references(connection)
        return True


def migration_engine(url: str) -> Engine:
    """An engine for changing tables: one connection at a time, and SQLite's foreign keys held off.

    SQLite changes a table by copying it and dropping the old one, which would delete the rows that refer to it.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # else the driver commits before each change of a table
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN EXCLUSIVE")

    return engine


@contextmanager
def _connection(url: str, *, lock: bool) -> Iterator[Connection]:
    engine = migration_engine(url)
    try:
        with engine.execution_options(reads=not lock).begin() as connection:
            if lock and connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            yield connection
    except DBAPIError as error:
        raise MigrationError(_words(engine, error)) from error
    except SQLAlchemyError as error:
        raise MigrationError(f"The database could not be migrated: {error}") from error
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _state_of(connection: Connection) -> State:
    applied = MigrationContext.configure(connection).get_current_heads()
    if not applied:
        return "empty"
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if not set(applied) <= known:
        return "ahead"
    return "current" if set(applied) == set(scripts.get_heads()) else "behind"


def _ahead_words(connection: Connection) -> str:
    theirs = ", ".join(MigrationContext.configure(connection).get_current_heads())
    ours = ", ".join(ScriptDirectory.from_config(_config()).get_heads())
    return (
        f"The database is at revision {theirs}, which this version of OpenTribe does not know: its newest is {ours}. "
        "Start the newer version again, or restore the backup from before that update."
    )


def _refuse_foreign_tables(connection: Connection) -> None:
    found = inspect(connection).get_table_names()
    theirs = sorted(name for name in found if name not in {"alembic_version", "spatial_ref_sys"})
    if theirs:
        shown = ", ".join(theirs[:5]) + (" and more" if len(theirs) > 5 else "")
        raise MigrationError(
            f"The database already holds tables that OpenTribe did not make: {shown}. "
            "Name an empty database in DATABASE_URL."
        )


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise MigrationError(
            f"After migrating, a row of {broken[0]} would refer to one of {broken[2]} that is not there. "
            "Nothing was changed. Restore a backup that is whole, or remove that row."
        )


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise MigrationError(f"DATABASE_URL cannot be read: {error}") from None


def _missing_file(url: URL) -> bool:
    path = url.database or ""
    if url.get_backend_name() != "sqlite" or not path or path.startswith((":memory:", "file:")):
        return False
    return not Path(path).exists()


def _words(engine: Engine, error: DBAPIError) -> str:
    where = engine.url.render_as_string(hide_password=True)
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    low = said.lower()
    if "readonly" in low or "read-only" in low:
        return f"The database {where} is read-only, so it cannot be migrated. Make its file and folder writable."
    if ("disk" in low and "full" in low) or "no space" in low:
        return f"The disk of the database {where} is full, so nothing was migrated. Free some space."
    if "unable to open" in low:
        return f"The database file {where} cannot be opened. Check that its folder exists and may be written."
    if "not a database" in low:
        return f"The file {where} is not a SQLite database. Name another in DATABASE_URL, or move it away."
    if "locked" in low or "lock timeout" in low:
        return f"Another process has been migrating {where} for {WAIT_SECONDS} seconds. Wait for it, or end it."
    return f"The database {where} cannot be used: {said}"
