"""Statements that go straight to the driver: what they mean, and what is said when the database refuses."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import bindparam, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Uuid
from sqlmodel import insert, select

from opentribe.domain.members.models import NameKey, User
from opentribe.kit.db import Database
from opentribe.kit.errors import Unavailable
from opentribe.kit.ids import new_id
from opentribe.kit.prepared import Prepared
from tests.cast import Cast

USER = Prepared(select(User.id, User.name, User.created_at).where(User.id == bindparam("user", type_=Uuid())))
KEY = Prepared(insert(NameKey), ("id", "user_id", "key"))


def test_rows_mean_what_a_session_says(cast: Cast) -> None:
    ada = cast.user_id("ada")
    with cast.database.read() as session:
        row = USER.first(session, user=ada)
        user = session.get(User, ada)
        assert user is not None
        assert (row.id, row.name, row.created_at) == (user.id, user.name, user.created_at)
        assert USER.rows(session, user=new_id()) == []
        assert USER.first(session, user=new_id()) is None


def test_what_a_table_refuses_is_an_integrity_error(cast: Cast) -> None:
    row = {"user_id": cast.user_id("ada"), "key": "once"}
    with cast.database.write() as session:
        assert KEY.change(session, id=new_id(), **row) == 1
    with pytest.raises(IntegrityError), cast.database.write() as session:
        KEY.change(session, id=new_id(), **row)


def test_a_busy_database_says_so(cast: Cast) -> None:
    if not cast.database.is_sqlite:
        pytest.skip("only SQLite has one writer")
    other = sqlite3.connect(str(cast.database.url.database), isolation_level=None)
    hurried = Database(cast.database.url.render_as_string(hide_password=False))
    event.listen(hurried.engine, "connect", lambda opened, _record: opened.execute("PRAGMA busy_timeout=0"))
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="busy"), hurried.write():
            raise AssertionError("nobody may write now")
    finally:
        other.close()
        hurried.close()


def test_lost_connections_cost_one_answer(cast: Cast) -> None:
    if cast.database.is_sqlite:
        pytest.skip("a file is not lost")
    ada = cast.user_id("ada")
    held = [cast.database.read() for _ in range(3)]
    for each in held:
        USER.first(each.__enter__(), user=ada)
    for each in held:
        each.__exit__(None, None, None)
    with cast.database.write() as session:
        mine = "pid <> pg_backend_pid() AND datname = current_database()"
        session.connection().execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))
    with pytest.raises(Unavailable), cast.database.read() as session:
        USER.first(session, user=ada)
    for _ in range(5):
        with cast.database.read() as session:
            assert USER.first(session, user=ada) is not None
