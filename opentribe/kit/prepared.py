"""Statements that are asked often: compiled once for each kind of database, then handed to its driver as they are."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Uuid
from sqlmodel import Session

from opentribe.kit.db import UtcDateTime, connection_of, driver_errors
from opentribe.kit.ids import id_from_hex

Process = Callable[[Any], Any] | None


class Prepared:
    """A statement whose values come by name (`bindparam`), of a shape that never changes.

    Its rows are named tuples of what the columns mean, as SQLAlchemy gives them, at a fraction of the cost: nothing is
    built, looked up or wrapped on the way. A list of unknown length is no value: see `numbered`. What is changed
    through it is not seen by objects that the session holds already.
    """

    def __init__(self, statement: Any, columns: Sequence[str] = ()) -> None:
        """`columns` are those that an INSERT is given values for, by their names."""
        self.statement, self.columns = statement, list(columns)
        self._for: dict[str, _Compiled] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """All rows."""
        rows: list[Any] = self._run(session, values, lambda compiled, cursor: compiled.read(cursor, cursor.fetchall()))
        return rows

    def first(self, session: Session, **values: Any) -> Any | None:
        """The first row, if there is one."""
        rows = self._run(session, values, lambda compiled, cursor: compiled.read(cursor, cursor.fetchmany(1)))
        return rows[0] if rows else None

    def change(self, session: Session, **values: Any) -> int:
        """Run an INSERT, UPDATE or DELETE; how many rows it was about."""
        return int(self._run(session, values, lambda _compiled, cursor: cursor.rowcount))

    def _run(self, session: Session, values: dict[str, Any], use: Callable[[_Compiled, Any], Any]) -> Any:
        connection = connection_of(session)
        compiled = self._for.get(connection.dialect.name)
        if compiled is None:
            compiled = self._for[connection.dialect.name] = _Compiled(self.statement, self.columns, connection.dialect)
        return compiled.run(connection, values, use)


def numbered(name: str, items: Sequence[Any]) -> dict[str, Any]:
    """The values for as many `bindparam`s as there are items: `name_0`, `name_1` and so on."""
    return {f"{name}_{number}": item for number, item in enumerate(items)}


class _Compiled:
    """A statement as one kind of database takes it."""

    def __init__(self, statement: Any, columns: list[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns or None)
        left_open = {name: None for name, bind in compiled.binds.items() if bind.required}
        state = compiled.construct_expanded_state(left_open)
        self.sql: str = state.statement
        self._names: list[str] | None = state.positiontup
        self._binds: dict[str, Any] = dict(state.processors)
        for name, bind in compiled.binds.items():
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if process is not None:
                self._binds[name] = process
        self._standing = {name: self._stored(name, value) for name, value in state.parameters.items()}
        shown = list(statement.selected_columns) if hasattr(statement, "selected_columns") else []
        line: Any = namedtuple("Line", [column.key for column in shown], rename=True)  # type: ignore[misc]
        self._make = line._make
        self._kinds = [column.type.dialect_impl(dialect) for column in shown]
        self._dialect = dialect
        self._readers: list[tuple[int, Callable[[Any], Any]]] | None = None

    def _stored(self, name: str, value: Any) -> Any:
        process = self._binds.get(name)
        return value if process is None or value is None else process(value)

    def run(self, connection: Connection, values: dict[str, Any], use: Callable[[_Compiled, Any], Any]) -> Any:
        """What `use` makes of a cursor that has run it. What the driver says against it comes as SQLAlchemy's error."""
        given = self._standing.copy()
        for name, value in values.items():
            given[name] = self._stored(name, value)
        parameters: Any = given if self._names is None else [given[name] for name in self._names]
        with driver_errors(connection, self.sql, parameters):
            driver: Any = connection.connection.dbapi_connection
            cursor = driver.cursor()
            try:
                for hear in connection.dispatch.before_cursor_execute:
                    hear(connection, cursor, self.sql, parameters, None, False)
                cursor.execute(self.sql, parameters)
                return use(self, cursor)
            finally:
                cursor.close()

    def read(self, cursor: Any, rows: list[Any]) -> list[Any]:
        """Rows of the driver as named tuples."""
        readers = self._readers
        if readers is None:  # some kinds of column ask the driver what it gives
            told = cursor.description
            found = [_reader(kind, self._dialect, told[place][1]) for place, kind in enumerate(self._kinds)]
            readers = self._readers = [(place, reader) for place, reader in enumerate(found) if reader is not None]
        make = self._make
        if not readers:
            return [make(row) for row in rows]
        lines = []
        for row in rows:
            cells = list(row)
            for place, reader in readers:
                if cells[place] is not None:
                    cells[place] = reader(cells[place])
            lines.append(make(cells))
        return lines


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")  # a tenth of what replace(tzinfo=…) takes


def _reader(kind: Any, dialect: Dialect, told: Any) -> Process:
    process = kind.result_processor(dialect, told)
    if process is not None and isinstance(kind, Uuid) and kind.as_uuid:
        return id_from_hex  # SQLite keeps ids as 32 digits
    if dialect.name == "sqlite" and isinstance(kind, UtcDateTime):
        return _moment  # and moments as text in UTC
    return cast(Process, process)
