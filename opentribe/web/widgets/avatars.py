"""Drawn portraits for those who have no picture: `/avatars/<seed>.svg`, the same for ever."""

from __future__ import annotations

import functools
import re

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from opentribe.kit.portraits import portrait

SEED = re.compile(r"[a-z0-9_-]{1,64}")
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


async def draw(request: Request) -> Response:
    """The portrait of a seed; anything that is no seed does not exist."""
    seed = request.path_params["seed"]
    if not SEED.fullmatch(seed):
        return Response(status_code=404)
    plain, short = drawn(seed)
    if "br" in request.headers.get("accept-encoding", ""):
        return Response(short, media_type="image/svg+xml", headers=HEADERS | {"Content-Encoding": "br"})
    return Response(plain, media_type="image/svg+xml", headers=HEADERS)


@functools.lru_cache(maxsize=2000)
def drawn(seed: str) -> tuple[bytes, bytes]:
    """The portrait as it is and compressed; a few kilobytes, kept for the faces that are asked for most."""
    svg = portrait(seed).encode()
    return svg, brotli.compress(svg, mode=brotli.MODE_TEXT, quality=9)


ROUTES = [Route("/avatars/{seed}.svg", draw)]
