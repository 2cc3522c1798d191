"""The door itself: finds the call, refuses what is too large before reading it, and answers everything as JSON."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from opentribe.api.answering import JSON, Headers, NoKey, TooLarge, body_of, limit_headers, refused
from opentribe.api.calls import Asked, Call
from opentribe.api.noting import note_used
from opentribe.api.reading import storable
from opentribe.api.repeating import Repeat
from opentribe.api.rules import allow, wrong_key
from opentribe.domain.access.actor import Credential
from opentribe.kit.addresses import client_address
from opentribe.kit.errors import KeyRefused, Refusal, TooMany
from opentribe.kit.limits import Allowance
from opentribe.kit.repeats.answers import Result
from opentribe.kit.tokens import digest
from opentribe.settings import get_settings

PREFIXES = ("/api/v1", "/api")
DOCUMENT = "/openapi.json"
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotency-Replayed",
    ),
]
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PATCH, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, X-API-Key, Content-Type, Idempotency-Key"),
    (b"access-control-max-age", b"86400"),
]
FIXED: Headers = [(b"content-type", JSON), (b"cache-control", b"no-store"), (b"vary", b"Authorization, X-API-Key")]

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="api")
_log = logging.getLogger("opentribe.api")


@dataclass(slots=True)
class Request:
    """What a call needs of a request, read once."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    address: str
    body: bytes = b""


class Door:
    """An ASGI app over the calls that were declared. It knows no cookies and keeps no session."""

    def __init__(self, calls: Iterable[Call], document: Callable[[], bytes]) -> None:
        self._document = document
        self._fixed: dict[str, dict[str, Call]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Call]]] = {}
        for call in calls:
            for method in call.methods or ():
                if call.param_convertors:
                    entry = self._patterns.setdefault(call.path, (call.path_regex, {}))[1]
                else:
                    entry = self._fixed.setdefault(call.path, {})
                entry[method] = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is not HTTP is not for this door."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        request = _request(scope)
        if request.method == "OPTIONS":
            await _send(scope, send, 204, b"", [*PREFLIGHT, *CORS])
            return
        found: Call | Exception | Callable[[], bytes]
        names: dict[str, str] = {}
        try:
            found, names = self._find(request)
            if isinstance(found, Call) and found.takes_body:
                request.body = await _read(request, receive, found)
        except (Refusal, HTTPException) as problem:
            found = problem
        work = partial(_answer, found, names, request)
        run = partial(contextvars.copy_context().run, work)
        status, body, headers = await asyncio.get_running_loop().run_in_executor(_threads, run)
        await _send(scope, send, status, body, headers)

    def _find(self, request: Request) -> tuple[Call | Callable[[], bytes], dict[str, str]]:
        """The call and the names in its path, or what writes the document. Raises HTTPException 404 or 405."""
        names: dict[str, str] = {}
        if request.path == DOCUMENT and request.method in {"GET", "HEAD"}:
            return self._document, names
        methods = self._fixed.get(request.path)
        if methods is None:
            for pattern, entry in self._patterns.values():
                if match := pattern.match(request.path):
                    methods, names = entry, match.groupdict()
                    break
        if methods is None or not storable(request.path):
            raise HTTPException(404)
        call = methods.get("GET" if request.method == "HEAD" else request.method)
        if call is None:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted({*methods, "OPTIONS"}))})
        return call, names


def _request(scope: Scope) -> Request:
    headers = dict(scope["headers"])
    path: str = scope["path"]
    for prefix in PREFIXES:
        if path == prefix or path.startswith(prefix + "/"):
            path = path.removeprefix(prefix)
            break
    client = scope.get("client")
    forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
    address = client_address(forwarded, client[0] if client else "", get_settings().trusted_proxy_hops)
    return Request(scope["method"], path.rstrip("/") or "/", scope["query_string"], headers, address)


async def _read(request: Request, receive: Receive, call: Call) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be, before the rest is read."""
    refusal = TooLarge(f"The body is too large: {call.body_limit // 1024} KB is the most.")
    announced = request.headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > call.body_limit:
        raise refusal
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > call.body_limit:
            raise refusal
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def _answer(
    found: Call | Exception | Callable[[], bytes], names: dict[str, str], request: Request
) -> tuple[int, bytes, Headers]:
    """Everything that takes time, in one thread: limits, reading, the deed, writing the answer."""
    scheme, key = _shown_key(request)
    key_hash = digest(key) if key else ""
    headers: Headers = []
    try:
        allowance = allow(key_hash, request.address)
    except Refusal as problem:  # the owner's rules cannot be read
        status, body, headers = refused(problem)
        return status, body, [*FIXED, *headers, *limit_headers(Allowance(0, 0, 0)), *CORS]
    try:
        if allowance.is_used_up:
            raise TooMany(allowance.wait, "requests")
        if isinstance(found, Exception):
            raise found
        if scheme != "bearer":
            raise NoKey("This API knows one scheme: `Authorization: Bearer <key>`.")
        asked = Asked(Credential(key_hash=key_hash, address=request.address))
        if not isinstance(found, Call):
            return 200, found(), [*FIXED, *limit_headers(allowance), *CORS]
        (status, body), is_repeated = _done(found, asked, names, request)
        headers = [(b"idempotency-replayed", b"true")] if is_repeated else []
        note_used(asked.credential)
    except Exception as problem:  # noqa: BLE001 - whatever happens, the answer is JSON
        if isinstance(problem, KeyRefused):
            problem = wrong_key(request.address) or problem
        if not isinstance(problem, Refusal | HTTPException):
            _log.exception("%s %s", request.method, request.path)
        status, body, headers = refused(problem)
        if isinstance(problem, TooMany):
            allowance = Allowance(allowance.limit, 0, int(time.time()) + problem.retry_after)
    return status, body, [*FIXED, *headers, *limit_headers(allowance), *CORS]


def _done(call: Call, asked: Asked, names: dict[str, str], request: Request) -> tuple[Result, bool]:
    """Status and body of a call, and whether they were given before to the same Idempotency-Key."""
    content_type = request.headers.get(b"content-type", b"").decode("latin-1")

    def work() -> Result:
        answer = call.answer(asked, names, request.query, request.body, content_type)
        return answer.status, body_of(answer, asked.warnings)

    key = request.headers.get(b"idempotency-key")
    if key is None or request.method != "POST":
        return work(), False
    told = b"\0".join((request.path.encode(), request.query, request.body))
    repeat = Repeat(key, asked.credential, told, keeps=call.keeps_answers)
    asked.repeat = repeat.name
    return repeat.once(work)


def _shown_key(request: Request) -> tuple[str, str]:
    """The scheme and the key that a request shows; both empty but for the scheme when there is none."""
    said = request.headers.get(b"authorization", b"").decode("latin-1").strip()
    if not said:
        return "bearer", request.headers.get(b"x-api-key", b"").decode("latin-1").strip()
    scheme, _, key = said.partition(" ")
    key = key.strip()
    return (scheme.lower() if key else "none"), key


async def _send(scope: Scope, send: Send, status: int, body: bytes, headers: Headers) -> None:
    told = [*headers, (b"content-length", b"%d" % len(body))] if status != 204 else headers
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
