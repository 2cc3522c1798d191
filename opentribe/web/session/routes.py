"""The two addresses where a browser gets its session and gives it back; websockets cannot set cookies.

Both take POST only, from our own pages: no link, picture or form of anybody's can sign a reader in or out.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from opentribe.domain.access.actor import Credential
from opentribe.domain.auth.commands import open_session, sign_out
from opentribe.domain.entry import perform
from opentribe.kit.addresses import client_address
from opentribe.kit.db import get_database
from opentribe.kit.errors import Refusal
from opentribe.settings import get_settings
from opentribe.web.session.asking import in_thread
from opentribe.web.session.cookie import clear_session, session_hash, set_session

TICKET_LIMIT = 200  # bytes; a ticket has 43 characters


def is_from_here(request: Request) -> bool:
    """Whether a script of one of our own pages asks."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    came_from = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(came_from) and urlsplit(came_from).netloc == request.headers.get("host")


async def enter(request: Request) -> Response:
    """Spend the ticket in the body: 204 with the cookie, 403 from elsewhere, 401 when the ticket is no good."""
    if not is_from_here(request):
        return _answer(403)
    ticket = await _short_body(request)
    credential = Credential(address=address_of(request))
    agent = request.headers.get("user-agent", "")
    try:
        secret = await in_thread(partial(perform, get_database(), credential, open_session, ticket, agent))
    except Refusal:
        return _answer(401)
    response = _answer(204)
    set_session(response, secret)
    return response


async def leave(request: Request) -> Response:
    """End the session and take the cookie out of the browser: 204, or 403 from elsewhere."""
    if not is_from_here(request):
        return _answer(403)
    held = session_hash(request.headers.get("cookie", ""))
    try:
        await in_thread(partial(perform, get_database(), Credential(session_hash=held), sign_out))
    except Refusal:  # it had ended already; the cookie goes all the same
        pass
    response = _answer(204)
    clear_session(response)
    return response


def address_of(request: Request) -> str:
    """Where the request came from, as the nearest trusted proxy says if one is configured."""
    peer = request.client.host if request.client else ""
    return client_address(request.headers.get("x-forwarded-for", ""), peer, get_settings().trusted_proxy_hops)


async def _short_body(request: Request) -> str:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > TICKET_LIMIT:
            return ""
    return body.decode("ascii", "ignore")


def _answer(status: int) -> Response:
    return Response(status_code=status, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/session/enter", enter, methods=["POST"]),
    Route("/session/leave", leave, methods=["POST"]),
]
