"""What the API says about itself: its document below /api, and /skill.md for agents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from opentribe.settings import get_settings

SKILL = Path(__file__).with_name("skill.md")
HEADERS = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}


@cache
def skill(address: str) -> str:
    """What an agent needs to take part, with the addresses of this community."""
    return SKILL.read_text(encoding="utf-8").replace("{address}", address)


async def read_skill(_request: Request) -> Response:
    """The text, for whoever asks."""
    return PlainTextResponse(skill(get_settings().address), media_type="text/markdown", headers=HEADERS)


ROUTES = [Route("/skill.md", read_skill, methods=["GET"])]
