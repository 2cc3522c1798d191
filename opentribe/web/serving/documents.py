"""Titles, previews and statuses for dynamic pages: written into the served shell, since nothing renders on request."""

from __future__ import annotations

import asyncio
import html
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin

import brotli
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from opentribe.web.serving.site import Site, answer, best_encoding

logger = logging.getLogger(__name__)

REPLACED = re.compile(
    r"<title[^>]*>.*?</title>|<meta(?=[^>]*\b(?:name=\"description\"|property=\"og:|name=\"twitter:))[^>]*>",
    re.DOTALL,
)
DESCRIPTION_LIMIT = 300  # what previews show; longer texts are cut there


@dataclass(frozen=True, slots=True)
class Document:
    """What a page's head says, and the status it is served with. The texts are plain: they are escaped here.

    `path` is the page's own, percent-encoded, where it answers to several.
    `body` is HTML that stands in the page until the live one is there; whoever gives it has sanitised it.
    """

    title: str
    description: str = ""
    status: int = 200
    kind: Literal["website", "article"] = "website"
    author: str = ""
    published_at: datetime | None = None
    edited_at: datetime | None = None
    image: str = ""
    body: str = ""
    path: str = ""


Describe = Callable[[str, Mapping[str, str]], Document | None]


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """Paths such as `/posts/[post]` and who describes them.

    `describe(path, cookies)` is plain and may query: it runs in a thread. None leaves the page as it was built.
    """

    pattern: str
    describe: Describe

    def compiled(self) -> re.Pattern[str]:
        """The pattern in Reflex's route syntax as a regular expression."""
        parts = re.split(r"\[[^\]]+\]", self.pattern)
        return re.compile("[^/]+".join(re.escape(part) for part in parts) + "/?")


class Documents:
    """An ASGI layer in front of the site: described pages are written anew, everything else passes."""

    def __init__(self, app: ASGIApp, site: Site, rules: Sequence[DocumentRule], address: str) -> None:
        self.app = app
        self.site = site
        self.address = address
        self.rules = [(rule.compiled(), rule.describe) for rule in rules]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Describe a page, or pass on."""
        describe = self._describer(scope)
        if describe is None:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        try:
            document = await asyncio.to_thread(describe, path, cookies_of(scope))
        except Exception:  # a page without a preview is better than none
            logger.exception("describing %s failed", path)
            document = None
        found = self.site.find(path)
        if document is None or found is None:
            await self.app(scope, receive, send)
            return
        url = self.address + (document.path or path)
        page = write_body(write_head(found[0].body.decode("utf-8"), document, url), document.body)
        await _send_page(scope, send, page.encode("utf-8"), document.status, found[0].policy)

    def _describer(self, scope: Scope) -> Describe | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        path = scope["path"]
        return next((describe for pattern, describe in self.rules if pattern.fullmatch(path)), None)


def write_head(page: str, document: Document, url: str) -> str:
    """The page with the document's title and preview; inline scripts stay byte for byte, so CSP hashes hold.

    `data-served` marks what the browser has to drop when it goes to another page, see frontend_patch.py.
    """
    title = html.escape(_shown(document.title))
    description = html.escape(_shown(document.description)[:DESCRIPTION_LIMIT])
    tags = [f"<title data-served>{title}</title>", _meta("property", "og:title", title)]
    if description:
        tags += [_meta("name", "description", description), _meta("property", "og:description", description)]
    address = html.escape(url)
    tags += [_meta("property", "og:url", address), _meta("property", "og:type", document.kind)]
    tags += [_meta("property", f"article:{name}_time", at.isoformat()) for name, at in _times(document)]
    if document.author:
        tags.append(_meta("name", "author", html.escape(_shown(document.author))))
    image = urljoin(url, document.image) if document.image else ""
    if image.startswith(("https://", "http://")):
        tags += [_meta("property", "og:image", html.escape(image)), _meta("name", "twitter:image", html.escape(image))]
    tags.append(_meta("name", "twitter:card", "summary_large_image" if image else "summary"))
    if document.status >= 400:
        tags.append(_meta("name", "robots", "noindex"))
    else:
        tags.append(f'<link data-served rel="canonical" href="{address}"/>')
    before, mark, after = page.partition("</head>")
    return REPLACED.sub("", before) + "".join(tags) + mark + after


def write_body(page: str, body: str) -> str:
    """The page with what it is about, after the scripts that React looks for; see served_head.js."""
    if not body:
        return page
    before, mark, after = page.rpartition("</body>")
    return f'{before}<div data-served-body class="served"><main>{body}</main></div>{mark}{after}'


def _times(document: Document) -> list[tuple[str, datetime]]:
    times = (("published", document.published_at), ("modified", document.edited_at))
    return [(name, at) for name, at in times if at is not None]


def _meta(kind: str, name: str, escaped: str) -> str:
    return f'<meta data-served {kind}="{name}" content="{escaped}"/>'


def cookies_of(scope: Scope) -> dict[str, str]:
    """The request's cookies; none when the header cannot be read."""
    sent = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return cookie_parser(sent)


def _shown(text: str) -> str:
    """One line without the characters that no document may hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


async def _send_page(scope: Scope, send: Send, page: bytes, status: int, policy: str) -> None:
    accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "private, no-cache",
        "vary": "Accept-Encoding, Cookie",
        "content-security-policy": policy,
    }
    if best_encoding(accepted, ("br",)):
        page = brotli.compress(page, mode=brotli.MODE_TEXT, quality=5)
        headers["content-encoding"] = "br"
    await answer(scope, send, status, page, headers)
