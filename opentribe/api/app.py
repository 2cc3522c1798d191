"""The API: its calls, gathered and described."""

from __future__ import annotations

from fastapi import FastAPI

from opentribe.api import agents, comments, posts, search, spaces
from opentribe.api.calls import Call
from opentribe.api.document import document_bytes
from opentribe.api.door import Door
from opentribe.settings import get_settings

FEATURES = (agents, posts, comments, spaces, search)


def declared() -> FastAPI:
    """The calls as FastAPI knows them; it writes the document, the door answers."""
    app = FastAPI(title="OpenTribe", openapi_url=None, docs_url=None, redoc_url=None)
    for feature in FEATURES:
        app.include_router(feature.calls)
    return app


def api() -> Door:
    """What answers below /api."""
    app = declared()
    calls = [call for feature in FEATURES for call in feature.calls.routes if isinstance(call, Call)]
    return Door(calls, lambda: document_bytes(app, get_settings().address))
