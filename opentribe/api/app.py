"""The API: its calls, gathered and described."""

from __future__ import annotations

from fastapi import FastAPI

from opentribe.api import agents, comments, posts
from opentribe.api.calls import Call
from opentribe.api.door import Door

FEATURES = (agents, posts, comments)


def declared() -> FastAPI:
    """The calls as FastAPI knows them; it writes the document, the door answers."""
    app = FastAPI(title="OpenTribe", openapi_url=None, docs_url=None, redoc_url=None)
    for feature in FEATURES:
        app.include_router(feature.calls)
    return app


def api() -> Door:
    """What answers below /api."""
    return Door(call for feature in FEATURES for call in feature.calls.routes if isinstance(call, Call))
