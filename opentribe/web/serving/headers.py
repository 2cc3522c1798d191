"""Security headers on every answer; a built page's Content-Security-Policy names its own inline scripts by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from opentribe.kit.text.videos import FRAME_HOSTS

INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # emotion writes <style>; styles cannot run code
    "img-src": "'self' data: blob: https:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": " ".join(FRAME_HOSTS),
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
}
FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = "max-age=63072000"


def script_hashes(document: bytes) -> list[str]:
    """The CSP sources of the inline scripts in an HTML document, sorted."""
    found = set()
    for script in INLINE_SCRIPT.finditer(document):
        if b"src=" not in script["attributes"]:
            digest = hashlib.sha256(script["code"].replace(b"\r\n", b"\n")).digest()
            found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return sorted(found)


def content_security_policy(document: bytes = b"", public_url: str = "") -> str:
    """The policy for one document: its own inline scripts by hash, nothing from elsewhere but pictures."""
    policy = dict(POLICY)
    policy["script-src"] = " ".join([policy["script-src"], *script_hashes(document)])
    if public_url:  # older Safari does not read 'self' as the websocket of the same host
        policy["connect-src"] += " " + re.sub("^http", "ws", public_url)
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeaders:
    """Adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        self.app = app
        headers = {"content-security-policy": content_security_policy(public_url=public_url), **FIXED}
        if urlsplit(public_url).scheme == "https":
            headers["strict-transport-security"] = TWO_YEARS
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding headers to HTTP answers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                # A 304 renews the headers of the page the browser holds: its policy knows that page's scripts.
                kept = b"content-security-policy" if message["status"] == 304 else b""
                added = [pair for pair in self.headers if pair[0] not in present and pair[0] != kept]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
