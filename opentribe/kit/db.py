"""The database: engine, short transactions and the column kinds that every table uses."""

from __future__ import annotations

import functools
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, DateTime, Engine, MetaData, String, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

from opentribe.kit.errors import Unavailable
from opentribe.kit.facts import announce
from opentribe.kit.ids import new_id
from opentribe.settings import get_settings

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


CONNECTION = "connection"
LAST_USED = "last_used"
IDLE_SECONDS = 5.0


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC that comes back aware on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: use opentribe.kit.clock.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back (SQLite drops it)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[StrEnum]):
    """A StrEnum kept as text; the table adds the CHECK with `one_of`."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__(24)
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Store the value; an unknown one is refused before it reaches the database."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the enum back."""
        return None if value is None else self.kind(value)


def primary_key() -> Any:
    """A UUIDv7 primary key made by the application."""
    return Field(default_factory=new_id, primary_key=True)


def reference(target: str, ondelete: str, *, index: bool = True, unique: bool = False) -> Any:
    """A required foreign key (`table.column`) with its ON DELETE and its index."""
    return Field(foreign_key=target, ondelete=ondelete, index=index, unique=unique or None)  # type: ignore[call-overload]


def optional_reference(target: str, ondelete: str, *, index: bool = True, unique: bool = False) -> Any:
    """A foreign key that may be empty."""
    return Field(default=None, foreign_key=target, ondelete=ondelete, index=index, unique=unique or None)  # type: ignore[call-overload]


def moment(*, index: bool = False) -> Any:
    """A required UTC timestamp, now unless given."""
    from opentribe.kit import clock

    return Field(default_factory=clock.now, sa_type=UtcDateTime, index=index)


def optional_moment(*, index: bool = False) -> Any:
    """A UTC timestamp that may be empty."""
    return Field(default=None, sa_type=UtcDateTime, index=index)


def choice(kind: type[StrEnum], default: StrEnum) -> Any:
    """An enum column; pair it with `one_of` in `__table_args__`."""
    return Field(default=default, sa_type=Choice(kind))


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The CHECK behind a `choice` column."""
    listed = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Database:
    """One engine with the two ways of using it: `read()` and `write()`, both short."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            options: dict[str, Any] = {"pool_size": 20, "max_overflow": 20}
            options["connect_args"] = {"check_same_thread": False, "timeout": 10}
        else:  # one pool for reading and one for writing: together what two processes may hold of a server's 100
            options = {"pool_size": 10, "max_overflow": 10}
        self.engine: Engine = create_engine(self.url, **options)
        # PostgreSQL shows each statement what is committed by then, in a transaction or not: one would only cost the
        # two journeys that begin and end it.
        self._reading: Engine = self.engine
        # One writer at a time is SQLite's rule; queueing here is fair and does not poll.
        self._writer: threading.Lock | None = threading.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self._reading = create_engine(self.url, isolation_level="AUTOCOMMIT", **options)
            for engine in self.engines:
                event.listen(engine, "connect", _prepare_postgresql)
                event.listen(engine, "checkin", _note_moment)
                event.listen(engine, "checkout", _ask_after_a_while)

    @property
    def engines(self) -> set[Engine]:
        """What its statements go through, for who counts them."""
        return {self.engine, self._reading}

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads: what objects of it change goes nowhere."""
        with _clear_words(), Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            session.info[CONNECTION] = session.connection()
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends and rolled back when it raises.

        What was told in it is announced after the commit, when the next writer may already be at work.
        """
        with self._writer or nullcontext(), self._session_for_writing() as session:
            yield session
        announce(session)

    @contextmanager
    def _session_for_writing(self) -> Iterator[Session]:
        engine = self.engine.execution_options(writes=True)
        with _clear_words(), Session(engine, expire_on_commit=False) as session, session.begin():
            session.info[CONNECTION] = session.connection()
            yield session

    def close(self) -> None:
        """Give all connections back."""
        for engine in self.engines:
            engine.dispose()


def connection_of(session: Session) -> Connection:
    """The connection of a session's present transaction."""
    held = session.info.get(CONNECTION)
    return held if isinstance(held, Connection) else session.connection()


def insert_if_absent(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert one row unless a UNIQUE constraint already holds its like; tell whether it was inserted."""
    assert session.bind is not None
    dialect = sqlite if session.bind.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    session.flush()
    # psycopg answers -1 for an INSERT unless it is told to keep the count.
    kept = {"preserve_rowcount": True}
    return session.connection().execute(statement, execution_options=kept).rowcount == 1


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except Exception:  # noqa: BLE001, S110 - a read-only file cannot change its mode; reads still work
        pass
    cursor.close()


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute("SET TIME ZONE 'UTC'")  # whatever the server's is: moments then come as they are stored
    connection.commit()


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    words = "BEGIN IMMEDIATE" if writes else "BEGIN"
    with driver_errors(connection, words):
        connection.connection.dbapi_connection.execute(words)


@contextmanager
def driver_errors(connection: Connection, statement: str, parameters: Any = None) -> Iterator[None]:
    """What the driver says against a statement as SQLAlchemy's error of the same name.

    When the connection is gone, so are the others that wait in its pool.
    """
    dialect = connection.dialect
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
            connection.invalidate(error)
            connection.engine.dispose()
        raise DBAPIError.instance(statement, parameters, error, dialect.loaded_dbapi.Error, dialect=dialect) from error


def _note_moment(_connection: Any, record: Any) -> None:
    record.info[LAST_USED] = time.monotonic()


def _ask_after_a_while(connection: Any, record: Any, _proxy: Any) -> None:
    """Whether the server is still there, when nobody has heard of it for some time; the pool then connects anew."""
    if time.monotonic() - record.info.get(LAST_USED, math.inf) > IDLE_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except Exception as error:
            raise DisconnectionError from error


@contextmanager
def _clear_words() -> Iterator[None]:
    """Turn what a database says about itself into a refusal that names the remedy."""
    try:
        yield
    except OperationalError as error:
        raise Unavailable(_operational_words(error)) from error


def _operational_words(error: DBAPIError) -> str:
    said = str(error.orig).lower()
    if "readonly" in said or "read-only" in said:
        return "The database is read-only, so nothing was saved. The owner has to make its file writable."
    if "full" in said or "no space" in said:
        return "The disk is full, so nothing was saved. The owner has to free some space."
    if "locked" in said:
        return "The database is busy, so nothing was saved. Try again in a moment."
    if "unable to open" in said:
        return "The database file cannot be opened. The owner has to check its folder and its rights."
    return "The database does not answer, so nothing was saved. Try again in a moment."


@functools.cache
def get_database() -> Database:
    """The installation's database, as the settings name it."""
    return Database(get_settings().database)


__all__ = [
    "Choice",
    "Database",
    "UtcDateTime",
    "choice",
    "connection_of",
    "driver_errors",
    "get_database",
    "insert_if_absent",
    "metadata",
    "moment",
    "one_of",
    "optional_moment",
    "optional_reference",
    "primary_key",
    "reference",
]
