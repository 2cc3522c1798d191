"""Copies of a PostgreSQL database, used again: putting a few rows back takes a fraction of copying every file."""

from __future__ import annotations

import itertools
import os

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

Rows = dict[str, bytes]  # what `COPY` says of each table that has any
ROOM = 3_000_000  # bytes
_numbers = itertools.count(1)


class Spares:
    """Copies of one database, as many as are wanted at once.

    Each is given out under a new name: whatever a test left running finds the old one gone, as if it had been dropped.
    """

    def __init__(self, source: str) -> None:
        self.source = make_url(source)
        self.spare: list[str] = []
        self.server = _connected(self.source.set(database="postgres"))
        with _connected(self.source) as connection:
            sequences = connection.execute("SELECT count(*) FROM pg_sequences").fetchone()
            assert sequences == (0,), "a sequence has to be put back too"
            self.rows: Rows = {table: _copied_out(connection, table) for table in _used(connection)}
            (self.size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)

    def take(self) -> str:
        """The URL of a copy."""
        if self.spare:
            return self._url(self.spare.pop())
        name = _new_name()
        made_from = Identifier(self.source.database or "")
        self.server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), made_from))
        return self._url(name)

    def give_back(self, url: str) -> None:
        """Make a copy like new, also when something is still connected."""
        used, name = make_url(url).database or "", _new_name()
        self.server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [used])
        try:
            self.server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(used), Identifier(name)))
        except psycopg.errors.ObjectInUse:  # something connects again and again
            self._drop(used)
            return
        with _connected(self.source.set(database=name)) as connection:
            has_grown = self._put_back(connection)
        if has_grown:
            self._drop(name)
        else:
            self.spare.append(name)

    def _put_back(self, connection: psycopg.Connection) -> bool:
        """Leave the rows that a copy began with; whether so many others were there that their room is felt."""
        connection.execute("SET session_replication_role = replica")  # neither order nor triggers matter
        for table in _used(connection):
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        for table, rows in self.rows.items():
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(rows)
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return size is None or size[0] > self.size + ROOM

    def _drop(self, name: str) -> None:
        self.server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _url(self, name: str) -> str:
        return self.source.set(database=name).render_as_string(hide_password=False)


def _new_name() -> str:
    return f"copy_{os.getpid()}_{next(_numbers)}"


def _connected(url: URL) -> psycopg.Connection:
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)


def _used(connection: psycopg.Connection) -> list[str]:
    """The tables that have or had rows."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND pg_relation_size(oid) > 0"
    )
    return [name for (name,) in found]


def _copied_out(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(map(bytes, copy))
