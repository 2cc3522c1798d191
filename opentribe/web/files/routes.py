"""`POST /files` takes one file of a member; `GET /files/…` sends it to whoever may see what shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from opentribe.domain.access.actor import Credential
from opentribe.domain.downloads.queries import get_download
from opentribe.domain.entry import perform
from opentribe.domain.files.schemas import Download
from opentribe.kit.db import get_database
from opentribe.kit.errors import Forbidden, NotFound, Refusal, TooMany
from opentribe.kit.files import get_store
from opentribe.kit.files.kinds import INLINE
from opentribe.kit.files.store import GONE
from opentribe.kit.ids import parse_id
from opentribe.web.files.ranges import Unsatisfiable, asked_range, is_held
from opentribe.web.files.receiving import receive
from opentribe.web.session.asking import in_thread
from opentribe.web.session.cookie import session_hash
from opentribe.web.session.routes import address_of, is_from_here

ELSEWHERE = "Files are added from the community's own pages."
FOR_MANY = "public, max-age=86400, immutable"  # a day, since a post may go or a space close
FOR_ONE = "private, max-age=31536000, immutable"
# Whatever a file holds, opened by itself it runs nothing and reads nothing.
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


async def upload(request: Request) -> Response:
    """201 with the file's card, or a refusal in words. Nothing is kept of an upload that is cut off."""
    try:
        if not is_from_here(request):
            raise Forbidden(ELSEWHERE)
        card = await receive(request, _credential(request))
    except Refusal as refusal:
        return refused(refusal)
    except ClientDisconnect:
        return Response(status_code=400)
    return JSONResponse(card.model_dump(mode="json"), 201, headers={"Cache-Control": "no-store"})


async def send(request: Request) -> Response:
    """A file or a part of it: 200, 206, 304, 416; 404 for what is not there or not for the one who asks."""
    try:
        file = await _found(request)
        headers = _headers(file)
        if is_held(request.headers.get("if-none-match", ""), file.etag):
            return Response(status_code=304, headers=headers)
        start, end = asked_range(request.headers, file.size, file.etag)
        status = 206 if end - start < file.size else 200
        if status == 206:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
        headers["Content-Length"] = str(end - start)
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers, media_type=file.content_type)
        chunks = get_store().stream(file.key, start, end)
        first = await anext(chunks, b"")
    except Unsatisfiable:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{file.size}", "Cache-Control": "no-store"})
    except Refusal as refusal:
        return refused(refusal)
    return StreamingResponse(_from(first, chunks), status, headers=headers, media_type=file.content_type)


async def _found(request: Request) -> Download:
    file_id, asked = parse_id(request.path_params["file"]), request.query_params.get("w", "0")
    if file_id is None or not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise NotFound(GONE)
    who, address = _credential(request), request.url.path
    return await in_thread(partial(perform, get_database(), who, get_download, file_id, address, int(asked)))


def _credential(request: Request) -> Credential:
    return Credential(session_hash=session_hash(request.headers.get("cookie", "")), address=address_of(request))


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """What was read to see that the store answers, then the rest."""
    yield first
    async for chunk in rest:
        yield chunk


def _headers(file: Download) -> dict[str, str]:
    how = "inline" if file.content_type.startswith(INLINE) else "attachment"
    headers = {
        "ETag": file.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_MANY if file.is_public else FOR_ONE,
        "Vary": "Cookie",
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return headers if file.is_public else headers | {"Cross-Origin-Resource-Policy": "same-origin"}


def refused(refusal: Refusal) -> JSONResponse:
    """The words of a refusal, with its status."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(refusal, TooMany):
        headers["Retry-After"] = str(refusal.retry_after)
    return JSONResponse({"detail": str(refusal)}, refusal.status, headers=headers)


ROUTES = [
    Route("/files", upload, methods=["POST"]),
    Route("/files/{file}/{rest:path}", send, methods=["GET"]),
]
