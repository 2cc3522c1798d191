"""The root: makes the app, adds pages and mounts the routes. It alone sees every floor."""

import contextlib
import re
from collections.abc import AsyncIterator, Callable
from itertools import chain

import reflex as rx
from sqlalchemy import text
from starlette.types import ASGIApp

from opentribe.api import documents as api_documents
from opentribe.api.app import api
from opentribe.kit.db import get_database
from opentribe.kit.facts import connect
from opentribe.kit.jobs.crew import Crew
from opentribe.settings import get_settings
from opentribe.web import (
    auth,
    background,
    branding,
    files,
    gamification,
    identities,
    mail,
    members,
    notifications,
    posts,
    spaces,
    tags,
)
from opentribe.web.live.running import pushing
from opentribe.web.live.state import LiveState
from opentribe.web.serving.compose import compose
from opentribe.web.serving.redis_states import keep_states_in_older_redis
from opentribe.web.session import routes
from opentribe.web.session.asking import in_thread
from opentribe.web.session.cookie import SealedCookie
from opentribe.web.session.fitting import FittingMiddleware
from opentribe.web.session.identity import IdentityMiddleware
from opentribe.web.session.page import Page
from opentribe.web.session.quiet import browser_complaint, hide_payloads
from opentribe.web.session.refusal import show
from opentribe.web.shell.frame import framed
from opentribe.web.shell.missing import NOT_FOUND
from opentribe.web.widgets import avatars, suggestions
from opentribe.wiring import KINDS, REACTIONS, SCHEDULES

STYLESHEETS = [
    f"/styles/{name}.css"
    for name in (
        "layers",
        "tokens",
        "base",
        "ui",
        "shell",
        "features/prose",
        "features/posts",
        "features/composer",
        "features/auth",
        "features/spaces",
        "features/tags",
        "features/account",
        "features/mail",
        "features/background",
        "features/members",
        "features/points",
        "features/uploads",
        "features/identities",
        "features/recognition",
        "features/notifications",
    )
]


def check() -> None:
    """Raise unless the database answers."""
    with get_database().read() as session:
        session.connection().execute(text("SELECT 1"))


def serve(reflex_asgi: ASGIApp) -> ASGIApp:
    """Everything on the one port."""
    own = [*routes.ROUTES, *avatars.ROUTES, *suggestions.ROUTES, *files.ROUTES, *mail.ROUTES, *api_documents.ROUTES]
    documents = (*posts.DOCUMENTS, *members.DOCUMENTS, *tags.DOCUMENTS)
    return compose(SealedCookie(reflex_asgi), own, documents, check, api())


@contextlib.asynccontextmanager
async def open_house() -> AsyncIterator[None]:
    """Runs while the server does; requests and handlers are done when it ends."""
    connect(REACTIONS)
    hide_payloads()
    crew = Crew(get_database(), KINDS, SCHEDULES, get_settings().worker_threads)
    crew.start()
    async with pushing(app, REACTIONS):
        yield
        await in_thread(crew.stop)
    get_database().close()


def component_of(page: Page) -> Callable[[], rx.Component]:
    """The page in its frame, as if it had a module of its own.

    Reflex writes what it makes of the parts of pages into one file for each module, and a browser loads the whole file.
    """

    def component() -> rx.Component:
        return framed(page)

    component.__module__ = "pages." + (re.sub(r"\W+", "_", page.route).strip("_") or "home")
    return component


keep_states_in_older_redis()
app = rx.App(
    stylesheets=STYLESHEETS,
    app_wraps={},
    toaster=None,
    html_lang="en",
    head_components=[
        rx.el.link(
            rel="preload",
            href="/fonts/inter-basic.woff2",
            custom_attrs={"as": "font"},
            type="font/woff2",
            cross_origin="anonymous",
        ),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ],
    backend_exception_handler=show,
    frontend_exception_handler=browser_complaint,
    api_transformer=serve,
)
app.add_middleware(IdentityMiddleware(), index=0)
app.add_middleware(FittingMiddleware(), index=1)
app.register_lifespan_task(open_house)
PAGES = (
    *(auth.PAGES, branding.PAGES, mail.PAGES, background.PAGES, identities.PAGES),
    *(spaces.PAGES, posts.PAGES, members.PAGES, tags.PAGES, gamification.PAGES, notifications.PAGES),
)
for page in (*chain.from_iterable(PAGES), NOT_FOUND):
    loads = [*(page.on_load or ()), LiveState.begin]
    app.add_page(component_of(page), route=page.route, title=page.title, on_load=loads)
