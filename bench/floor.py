"""The floor: bare ASGI routes with one INSERT and commit, or one SELECT, through the same drivers and no more.

The table `floor` is made by whoever measures.
"""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy.engine import make_url

from opentribe.kit.ids import new_id
from opentribe.settings import get_settings

COLUMNS = "id, space_id, posting_identity_id, title, content, author_name, like_count, comment_count, created_at"
LISTED = f"SELECT {COLUMNS} FROM posts WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 20"
COMMENTED = "SELECT id, post_id, content, author_name, created_at FROM comments LIMIT 50"
HEADERS = [(b"content-type", b"application/json")]

_url = make_url(get_settings().database)
_is_sqlite = _url.get_backend_name() == "sqlite"
_threads = ThreadPoolExecutor(max_workers=16)
_idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
_writer = threading.Lock()


def _connect() -> Any:
    if _is_sqlite:
        import sqlite3

        opened = sqlite3.connect(str(_url.database), check_same_thread=False, isolation_level=None, timeout=10)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            opened.execute(f"PRAGMA {pragma}")
    else:
        import psycopg

        dsn = _url.set(drivername="postgresql").render_as_string(hide_password=False)
        opened = psycopg.connect(dsn, autocommit=True)
    return opened


def _with_connection(work: Any) -> bytes:
    try:
        connection = _idle.get_nowait()
    except queue.Empty:
        connection = _connect()
    try:
        return work(connection)
    finally:
        _idle.put(connection)


def _write(connection: Any) -> bytes:
    mark = "?" if _is_sqlite else "%s"
    row = (str(new_id()), "What is **new**: everything, and `more` of it.")
    if _is_sqlite:
        with _writer:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"INSERT INTO floor VALUES ({mark}, {mark})", row)
            connection.execute("COMMIT")
    else:
        connection.execute(f"INSERT INTO floor VALUES ({mark}, {mark})", row)
    return json.dumps({"success": True, "id": row[0]}).encode()


def _read(statement: str) -> Any:
    def work(connection: Any) -> bytes:
        rows = connection.execute(statement).fetchall()
        return json.dumps({"success": True, "data": rows}, default=str).encode()

    return work


_WORK = {"/write": _write, "/read": _read(LISTED), "/read50": _read(COMMENTED)}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Do what the path says, in a thread."""
    if scope["type"] != "http":
        return
    work = _WORK.get(scope["path"], _WORK["/read"])
    body = await asyncio.get_running_loop().run_in_executor(_threads, _with_connection, work)
    headers = [*HEADERS, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
