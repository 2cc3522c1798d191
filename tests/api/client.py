"""A client that talks to the API's door in this process, byte for byte as a server would hand it over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from opentribe.api.app import api
from tests import aio

JSON = "application/json"


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The envelope."""
        assert self.headers["content-type"] == JSON
        return json.loads(self.body)

    def __getitem__(self, key: str) -> Any:
        return self.json[key]


class Client:
    """Calls below /api/v1, with a key or without."""

    def __init__(self, key: str = "", address: str = "203.0.113.40") -> None:
        self.door = api()
        self.key = key
        self.address = address

    def speaking(self, key: str) -> Client:
        """The same with another key."""
        other = Client(key, self.address)
        other.door = self.door
        return other

    def get(self, path: str, **headers: str) -> Reply:
        """Read."""
        return self.send("GET", path, headers=headers)

    def delete(self, path: str, **headers: str) -> Reply:
        """Take away."""
        return self.send("DELETE", path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Send JSON; bytes go as they are."""
        return self.send("POST", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Change."""
        return self.send("PATCH", path, body, headers)

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        """Any method; `content_type` in headers stands for Content-Type, and so on."""
        told = {name.replace("_", "-").lower(): value for name, value in (headers or {}).items()}
        raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if raw:
            told.setdefault("content-type", JSON)
        if self.key:
            told.setdefault("authorization", f"Bearer {self.key}")
        told.setdefault("content-length", str(len(raw)))
        return aio.run(self.exchange(method, path, told, [raw]))

    async def exchange(self, method: str, path: str, headers: dict[str, str], parts: list[bytes]) -> Reply:
        """One request over ASGI."""
        address = urlsplit(path if path.startswith("/api") else f"/api/v1{path}")
        waiting = list(parts)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not waiting:
                raise AssertionError("more was read than was sent")
            return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": _decoded(address.path),
            "query_string": address.query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": (self.address, 1234),
        }
        await self.door(scope, receive, send)
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]))


def _decoded(path: str) -> str:
    return unquote(path)
