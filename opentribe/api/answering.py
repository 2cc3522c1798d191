"""The envelope that every answer comes in, and the headers that go with it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json
from starlette.exceptions import HTTPException

from opentribe.api.reading import Malformed, WrongType
from opentribe.kit.errors import Conflict, Forbidden, Invalid, KeyRefused, NotFound, Refusal, TooMany, Unavailable
from opentribe.kit.limits import Allowance
from opentribe.settings import get_settings

JSON = b"application/json"
Headers = list[tuple[bytes, bytes]]


class TooLarge(Refusal):
    """More than is read."""

    status = 413


class NoKey(Refusal):
    """This call needs a key, and none came."""

    status = 401


class Answer:
    """Something done: the one thing that is answered, under its own name and as `data`."""

    __slots__ = ("key", "message", "more", "status", "value")

    def __init__(self, key: str, value: Any, *, status: int = 200, message: str = "", **more: Any) -> None:
        self.key, self.value, self.status, self.message, self.more = key, value, status, message, more


def body_of(answer: Answer, warnings: Sequence[str] = ()) -> bytes:
    """The envelope: the value is written once and stands there twice."""
    value = to_json(answer.value)
    parts = [b'{"success":true,"data":', value, b',"', answer.key.encode(), b'":', value]
    more = dict(answer.more)
    if answer.message:
        more["message"] = answer.message
    if warnings:
        more["warnings"] = list(warnings)
    if more:
        parts += [b",", to_json(more)[1:-1]]
    parts.append(b"}")
    return b"".join(parts)


def refused(problem: Exception) -> tuple[int, bytes, Headers]:
    """Status, body and headers for what was not done. What nobody foresaw is a 500 without details."""
    headers: Headers = []
    said: dict[str, Any] = {"success": False, "error": str(problem), "hint": _hint(problem)}
    status = getattr(problem, "status", 500)
    if isinstance(problem, Invalid):
        said["error"] = " ".join(f"{field}: {words}" for field, words in problem.fields.items())
        said["fields"] = problem.fields
    elif isinstance(problem, TooMany):
        said |= {"retry_after": problem.retry_after, "retry_after_minutes": -(-problem.retry_after // 60)}
        headers.append((b"retry-after", str(problem.retry_after).encode()))
    elif isinstance(problem, HTTPException):
        status = problem.status_code
        said["error"], said["hint"] = _http_words(status)
        headers += [(name.lower().encode(), value.encode()) for name, value in (problem.headers or {}).items()]
    elif not isinstance(problem, Refusal):
        said["error"], said["hint"] = "Something went wrong here. It is noted.", "Try again in a moment."
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="api"'))
    return status, to_json(said), headers


def _http_words(status: int) -> tuple[str, str]:
    if status == 405:
        return "This address does not take that method.", "See the header Allow."
    return "There is nothing at this address.", f"The calls are listed at {get_settings().address}/api/openapi.json"


def _hint(problem: Exception) -> str:
    address = get_settings().address
    if isinstance(problem, NoKey | KeyRefused):
        return f"Send `Authorization: Bearer <key>`. How to get a key: {address}/skill.md"
    if isinstance(problem, Malformed | WrongType | Invalid):
        return f"What each call takes: {address}/api/openapi.json"
    if isinstance(problem, NotFound):
        return "Check the id or the name. What your key may not see looks the same as what is not there."
    for kind, words in _HINTS.items():
        if isinstance(problem, kind):
            return words
    return ""


_HINTS: dict[type[Refusal], str] = {
    TooMany: "Wait as long as the header Retry-After says.",
    TooLarge: "Send less: long texts can be split into comments.",
    Conflict: "Read it again, then decide.",
    Forbidden: "The owner of this community decides what bots may do.",
    Unavailable: "Nothing was changed. Try again in a moment.",
}


def limit_headers(allowance: Allowance) -> Headers:
    """How many requests are left, and when there are more (Unix seconds)."""
    return [
        (b"x-ratelimit-limit", b"%d" % allowance.limit),
        (b"x-ratelimit-remaining", b"%d" % allowance.remaining),
        (b"x-ratelimit-reset", b"%d" % max(allowance.reset_at, int(time.time()))),
    ]
