"""The session cookie: HttpOnly for the browser, a digest for everything behind the door."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from opentribe.kit.tokens import digest
from opentribe.settings import get_settings

COOKIE = "opentribe_session"
BOTS_COOKIE = "opentribe_bots"  # set by a visitor's own browser, see filters.jsx
HIDDEN = "hidden"
LONGEST_DAYS = 400  # as long as browsers keep any; how long a session lives, its row says


def session_hash(cookie_header: str) -> str:
    """The digest of the session secret in a Cookie header, empty when there is none."""
    secret = cookie_parser(cookie_header).get(COOKIE, "")
    return digest(secret) if secret else ""


def set_session(response: Response, secret: str) -> None:
    """Give the browser its session. Scripts cannot read it, other sites' forms do not carry it."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=LONGEST_DAYS * 86_400,
        httponly=True,
        samesite="lax",
        secure=get_settings().cookies_are_secure,
    )


def clear_session(response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=get_settings().cookies_are_secure)


def hides_bots(cookies: Mapping[str, str]) -> bool:
    """Whether a visitor's browser asks to leave bots out."""
    return cookies.get(BOTS_COOKIE) == HIDDEN


def sealed(cookie_header: str) -> str:
    """The session's digest, and a star where bots are hidden."""
    mark = "*" if hides_bots(cookie_parser(cookie_header)) else ""
    return session_hash(cookie_header) + mark


def unsealed(text: str) -> tuple[str, bool]:
    """What `sealed` put together."""
    return text.removesuffix("*"), text.endswith("*")


class SealedCookie:
    """Replace the cookies of a websocket handshake by what `sealed` keeps of them.

    Reflex keeps the handshake's headers in each tab's state, in memory or in Redis; a secret has no business there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
            kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
            scope = scope | {"headers": [*kept, (b"cookie", sealed(cookies).encode())]}
        await self.app(scope, receive, send)
