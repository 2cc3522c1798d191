"""Which pages may open a websocket: ours only. Browsers send Origin and do not apply CORS to websockets."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

SECURE = {"https", "wss"}
DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


class OwnPagesOnly:
    """Refuses connections that a page of another origin opens; scripts, which send no Origin, pass."""

    def __init__(self, app: ASGIApp, public_url: str = "", trusted_proxy_hops: int = 0) -> None:
        self.app = app
        self.public_url = public_url
        self.trusted_proxy_hops = trusted_proxy_hops

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or close the handshake, which the browser sees as 403."""
        if scope["type"] not in {"websocket", "http"} or self._is_own(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "Foreign origin"})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})

    def _is_own(self, scope: Scope) -> bool:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get(b"origin")
        if origin is None:
            return True
        host, scheme = headers.get(b"host", ""), scope["scheme"]
        if self.trusted_proxy_hops:
            host = headers.get(b"x-forwarded-host", host)
            scheme = headers.get(b"x-forwarded-proto", scheme)
        return is_same_origin(origin, host, scheme, self.public_url)


def is_same_origin(origin: str, host: str, scheme: str, public_url: str = "") -> bool:
    """Whether `origin` is the installation itself, reached as `host` over `scheme`.

    An https page may reach us over plain http, since a proxy may have unwrapped TLS without saying so; the
    reverse, a plain page on a secure connection, is refused.
    """
    if public_url and origin == public_url:
        return True
    try:
        theirs, ours = urlsplit(origin), urlsplit(f"//{host}")
        their_port = theirs.port or DEFAULT_PORTS.get(theirs.scheme)
        our_ports = {ours.port} if ours.port else {DEFAULT_PORTS.get(scheme), DEFAULT_PORTS.get(theirs.scheme)}
    except ValueError:
        return False
    if theirs.scheme not in {"http", "https"} or not theirs.hostname or not ours.hostname:
        return False
    if scheme in SECURE and theirs.scheme not in SECURE:
        return False
    return theirs.hostname == ours.hostname and their_port in our_ports
