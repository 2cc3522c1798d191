"""What is offered while one types `@` or `#`: people at `/suggest/people`, tags at `/suggest/tags`, for members."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.members.suggestions import suggest_people
from opentribe.domain.references.queries import suggest_tags
from opentribe.kit.db import get_database
from opentribe.kit.errors import Refusal, TooMany
from opentribe.web.session.asking import in_thread
from opentribe.web.session.cookie import session_hash

LONGEST_PREFIX = 60
HEADERS = {"Cache-Control": "private, no-store"}


def answering(suggest: Callable[..., list[Any]]) -> Callable[[Request], Awaitable[Response]]:
    """A route that gives a list for `?q=`, or the words and the status of a refusal."""

    async def answer(request: Request) -> Response:
        credential = Credential(session_hash=session_hash(request.headers.get("cookie", "")))
        prefix = request.query_params.get("q", "")[:LONGEST_PREFIX]
        try:
            found = await in_thread(partial(perform, get_database(), credential, suggest, prefix))
        except Refusal as refusal:
            wait = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
            return JSONResponse({"error": str(refusal)}, refusal.status, headers=HEADERS | wait)
        return JSONResponse([each.model_dump() for each in found], headers=HEADERS)

    return answer


ROUTES = [Route("/suggest/people", answering(suggest_people)), Route("/suggest/tags", answering(suggest_tags))]
