"""The built front end, held in memory: pages at clean paths, hashed assets, the shell for dynamic routes.

Only files that were there at the start are known, by exact name, so no path can lead out of the folder, and a
rebuild under a running server changes nothing for it.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from starlette.types import Receive, Scope, Send

from opentribe.web.serving.headers import content_security_policy

SIDECARS = {"br": ".br", "gzip": ".gz"}  # best first
SHELL = "__spa-fallback.html"
FOREVER = "public, max-age=31536000, immutable"  # for names that carry a hash of their content
ASK_AGAIN = "no-cache"
WEB_TYPES = {  # the mime database of a bare machine lacks some of these
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


class BuildMissing(Exception):
    """There is no usable front end in the folder."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of the build with its compressed forms."""

    body: bytes
    media_type: str
    cache_control: str
    etag: str
    policy: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)


class Site:
    """An ASGI app that serves the build. `matches(path)` tells whether a dynamic route of the app takes the path."""

    def __init__(self, files: dict[str, StoredFile], matches: Callable[[str], bool]) -> None:
        self.files = {path: stored for path, stored in files.items() if not path.endswith(".html")}
        self.pages = {_clean_path(path): stored for path, stored in files.items() if path.endswith(".html")}
        self.matches = matches
        if "/" + SHELL in files:
            self.shell = files["/" + SHELL]
        elif "/" in self.pages:
            self.shell = self.pages["/"]
        else:
            raise BuildMissing("the front end is not built: run `python -m opentribe build`")
        for unlinked in ("/404", "/__spa-fallback"):  # forms of the shell, not pages of their own
            self.pages.pop(unlinked, None)

    @classmethod
    def load(cls, web_dir: Path, public_url: str = "") -> Site:
        """Read the build that `python -m opentribe build` left. Raises BuildMissing."""
        root = web_dir / "build" / "client"
        files = {f"/{found.relative_to(root).as_posix()}": found for found in root.rglob("*") if found.is_file()}
        hidden = (".map", *SIDECARS.values())
        stored = {path: _read(path, found, public_url) for path, found in files.items() if not path.endswith(hidden)}
        return cls(stored, _route_matcher(web_dir))

    def find(self, path: str) -> tuple[StoredFile, int] | None:
        """The document for a path with its status; None when the path names a missing asset."""
        if stored := self.files.get(path):
            return stored, 200
        clean = path.rstrip("/") or "/"
        if stored := self.pages.get(clean):
            return stored, 200
        if path.startswith("/assets/"):
            return None
        return self.shell, 200 if self.matches(clean) else 404

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(scope, send, 405, b"Method not allowed", {"allow": "GET, HEAD"})
            return
        found = self.find(scope["path"])
        if found is None:
            await answer(scope, send, 404, b"Not found", {"cache-control": "no-store"})
            return
        await _send_stored(scope, send, *found)


async def _send_stored(scope: Scope, send: Send, stored: StoredFile, status: int) -> None:
    asked = dict(scope["headers"])
    encoding = best_encoding(asked.get(b"accept-encoding", b"").decode("latin-1"), tuple(stored.encoded))
    etag = f'"{stored.etag}-{encoding or "id"}"'
    headers = {"etag": etag, "cache-control": stored.cache_control, "vary": "Accept-Encoding"}
    if status == 200 and matches_etag(asked.get(b"if-none-match", b"").decode("latin-1"), etag):
        await answer(scope, send, 304, b"", headers)
        return
    headers["content-type"] = stored.media_type
    if stored.policy:
        headers["content-security-policy"] = stored.policy
    if encoding:
        headers["content-encoding"] = encoding
    await answer(scope, send, status, stored.encoded.get(encoding, stored.body), headers)


async def answer(scope: Scope, send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    """Send a whole response; to HEAD without its body, to 304 without a length."""
    shown = dict(headers)
    if status != 304:
        shown.setdefault("content-type", "text/plain; charset=utf-8")
        shown["content-length"] = str(len(body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in shown.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


@lru_cache(maxsize=256)
def best_encoding(accepted: str, offered: tuple[str, ...]) -> str:
    """Which of the offered encodings (best first) an Accept-Encoding prefers; empty for none."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = parameters.partition("q=")[2].strip() or "1"
        try:
            weights[name.strip()] = float(weight)
        except ValueError:
            weights[name.strip()] = 0
    wanted = {name: weights.get(name, weights.get("*", 0)) for name in offered}
    best = max(wanted.values(), default=0)
    return next((name for name in offered if best > 0 and wanted[name] == best), "")


def matches_etag(if_none_match: str, etag: str) -> bool:
    """Whether a conditional request already holds this version."""
    held = {value.strip().removeprefix("W/") for value in if_none_match.split(",")}
    return etag in held or "*" in held


def _clean_path(file_path: str) -> str:
    """`/sign-in/index.html` and `/sign-in.html` are both the page `/sign-in`."""
    return file_path.removesuffix(".html").removesuffix("/index") or "/"


def _read(path: str, found: Path, public_url: str) -> StoredFile:
    body = found.read_bytes()
    sidecars = {name: found.with_name(found.name + suffix) for name, suffix in SIDECARS.items()}
    suffix = found.suffix.lower()
    return StoredFile(
        body=body,
        media_type=WEB_TYPES.get(suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream",
        cache_control=FOREVER if path.startswith("/assets/") else ASK_AGAIN,
        etag=hashlib.sha256(body).hexdigest()[:20],
        policy=content_security_policy(body, public_url) if suffix == ".html" else "",
        encoded={name: sidecar.read_bytes() for name, sidecar in sidecars.items() if sidecar.is_file()},
    )


def _route_matcher(web_dir: Path) -> Callable[[str], bool]:
    """Whether a path belongs to a page of the app, by the route table that the build wrote."""
    from reflex.route import get_router

    try:
        routes = [route for route in json.loads((web_dir / "routes.json").read_text()) if route != "404"]
    except (OSError, ValueError):
        raise BuildMissing("the front end is not built: run `python -m opentribe build`") from None
    router = get_router(routes)
    return lambda path: router(path) is not None and path != "/index"
