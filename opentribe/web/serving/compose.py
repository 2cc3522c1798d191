"""The order of things on the one port: websocket, routes, then the built pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from opentribe.settings import get_settings
from opentribe.web.serving.documents import DocumentRule, Documents
from opentribe.web.serving.origins import OwnPagesOnly
from opentribe.web.serving.site import Site

WEB_DIR = Path(".web")
EVENTS = "/_event"
API = "/api"


def compose(
    reflex_asgi: ASGIApp,
    routes: Sequence[BaseRoute] = (),
    documents: Sequence[DocumentRule] = (),
    check: Callable[[], object] | None = None,
    api: ASGIApp | None = None,
) -> ASGIApp:
    """Everything that answers, in one ASGI app.

    Of Reflex's own HTTP endpoints none is reachable, only its websocket: `/_upload`, `/ping` and `/_health` are
    paths like any other. `routes` come before the pages; `check` raises when the database does not answer, and is
    what `/healthz` asks. `api` answers everything below `/api`, and is told of no cookie. The root uses it as

        app = rx.App(api_transformer=lambda asgi: compose(asgi, ROUTES, DOCUMENTS, check, api()))

    Background work of our own is registered on the app, in the order in which it starts; it ends in reverse:

        @contextlib.asynccontextmanager
        async def background():
            task = asyncio.create_task(work())
            yield                       # the server runs
            task.cancel()               # it ends: requests and handlers are done by now
            get_database().close()
        app.register_lifespan_task(background)
    """
    settings = get_settings()
    site = Site.load(WEB_DIR, settings.public_url)
    pages: ASGIApp = Documents(site, site, documents, settings.address) if documents else site
    router = Router([health_route(check), *routes], default=pages, redirect_slashes=False)
    websocket = OwnPagesOnly(reflex_asgi, settings.public_url, settings.trusted_proxy_hops)
    return _Switch(websocket, api or router, router)


def health_route(check: Callable[[], object] | None) -> Route:
    """`/healthz`: 200 when the process and its database answer, else 503. Says nothing more to strangers."""

    async def health(_request: Request) -> Response:
        try:
            if check is not None:
                await run_in_threadpool(check)
        except Exception:  # noqa: BLE001 - whatever is wrong, we are not healthy
            return JSONResponse({"status": "unavailable"}, 503, headers={"cache-control": "no-store"})
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    return Route("/healthz", health, methods=["GET"])


class _Switch:
    """The websocket's path to Reflex, the API's to the API, all else to the router; what is not a request passes by."""

    def __init__(self, websocket: ASGIApp, api: ASGIApp, router: ASGIApp) -> None:
        self.websocket = websocket
        self.api = api
        self.router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The path stays whole here: Reflex mounts its socket below /_event itself.
        if _is_below(EVENTS, scope["path"]):
            await self.websocket(scope, receive, send)
        elif _is_below(API, scope["path"]):
            kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
            await self.api(scope | {"headers": kept}, receive, send)
        else:
            await self.router(scope, receive, send)


def _is_below(root: str, path: str) -> bool:
    return path == root or path.startswith(root + "/")
