"""Bringing files to a server and fetching them, as a browser or a script does."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

from tests import samples
from tests.server import RunningApp
from tests.web.test_doors import OURS, cookie

EDGE = "----edge7MA4YWxk"
PICTURE = samples.picture("PNG", size=(800, 600))


def form(body: bytes, name: str = "cat.png", field: str = "file") -> bytes:
    """A file as a form sends it."""
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + body + f"\r\n--{EDGE}--\r\n".encode()


def ask(app: RunningApp, method: str, path: str, headers: dict[str, str], body: Any = None):  # type: ignore[no-untyped-def]
    """An answer with its body."""
    connection = http.client.HTTPConnection("localhost", app.port, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def bring(app: RunningApp, secret: str, body: bytes = PICTURE, name: str = "cat.png", **more: str):  # type: ignore[no-untyped-def]
    """The answer to an upload, its words read."""
    headers = OURS | cookie(secret) | {"Content-Type": f"multipart/form-data; boundary={EDGE}"} | more
    answer, said = ask(app, "POST", "/files", headers, form(body, name))
    return answer, json.loads(said)


def fetch(app: RunningApp, path: str, secret: str = "", method: str = "GET", **headers: str):  # type: ignore[no-untyped-def]
    """A file for somebody."""
    return ask(app, method, path, (cookie(secret) if secret else {}) | headers)


def kept(app: RunningApp) -> list[Path]:
    """Everything in the file store."""
    return [path for path in (app.log_file.parent / "data" / "files").rglob("*") if path.is_file()]
