"""`POST /unsubscribe/…`: one click in a mail program ends mail on a topic (RFC 8058); a browser gets the page there."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.mail.commands import unsubscribe
from opentribe.kit.db import get_database
from opentribe.kit.errors import Refusal
from opentribe.web.session.asking import in_thread
from opentribe.web.session.routes import address_of


class PostOnly(Route):
    """A route that leaves other methods to the page at the same address, instead of answering 405."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whole matches only."""
        match, inner = super().matches(scope)
        return (match, inner) if match == Match.FULL else (Match.NONE, {})


async def one_click(request: Request) -> Response:
    """200 when the mail has ended, also the second time. The signature in the address is all that is asked for."""
    who = Credential(address=address_of(request))
    try:
        await in_thread(partial(perform, get_database(), who, unsubscribe, request.path_params["token"]))
    except Refusal as refusal:
        return PlainTextResponse(str(refusal), refusal.status, headers={"Cache-Control": "no-store"})
    return PlainTextResponse("You get no more mail like this.", headers={"Cache-Control": "no-store"})


ROUTES = [PostOnly("/unsubscribe/{token}", one_click, methods=["POST"])]
