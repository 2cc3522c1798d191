"""A small root for the serving tests: it stands in for opentribe/opentribe.py in a copy of the project."""

import asyncio
import contextlib
import time

import reflex as rx
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from opentribe.kit.db import get_database
from opentribe.web.serving.compose import compose
from opentribe.web.serving.documents import Document, DocumentRule


def note(what: str, seconds: float = 0.0) -> None:
    """A slow deed with its write at the end."""
    time.sleep(seconds)
    with get_database().write() as session:
        session.connection().execute(text("CREATE TABLE IF NOT EXISTS sample_notes (what TEXT)"))
        session.connection().execute(text("INSERT INTO sample_notes VALUES (:what)"), {"what": what})


class Sample(rx.State):
    """Shows that page and server talk."""

    count: int = 0

    @rx.event
    def add(self):
        self.count += 1

    @rx.event
    async def write_twice(self):
        await asyncio.to_thread(note, "handler began")
        await asyncio.to_thread(note, "handler first", 1.0)
        await asyncio.to_thread(note, "handler second", 0.5)
        print("handler: done", flush=True)


def page():
    return rx.el.main(
        rx.el.h1("Sample"),
        rx.el.button("Count", on_click=Sample.add, id="count"),
        rx.el.button("Write", on_click=Sample.write_twice, id="write"),
        rx.el.button("Elsewhere", on_click=rx.redirect("/sign-in")),
        rx.el.output(Sample.count.to_string()),
    )


def slow_write(request):
    """A sync route runs in a thread."""
    note("request began")
    note("request", float(request.query_params.get("seconds", "1.5")))
    print("request: written", flush=True)
    return PlainTextResponse("written")


def own_policy(_request):
    return PlainTextResponse("own", headers={"content-security-policy": "default-src 'self'"})


def describe(path, cookies):
    slug = path.strip("/").split("/")[-1]
    if slug == "hidden":
        return None if cookies.get("key") == "yes" else Document("Not found", status=404)
    if slug == "broken":
        raise RuntimeError("describing fails")
    return Document(f'{slug} "<script>alert(1)</script>" & co', "First line\n</head><script>alert(2)</script>")


@contextlib.asynccontextmanager
async def life():
    print("life: started", flush=True)
    yield
    get_database().close()
    print("life: ended", flush=True)


ROUTES = [
    Route("/slow-write", slow_write, methods=["POST"]),
    Route("/only-post", lambda _request: PlainTextResponse("ok"), methods=["POST"]),
    Route("/own-policy", own_policy),
]
DOCUMENTS = [DocumentRule("/posts/[post]", describe), DocumentRule("/topics/[topic]", describe)]


def check():
    with get_database().read() as session:
        session.connection().execute(text("SELECT 1"))


app = rx.App(app_wraps={}, toaster=None, api_transformer=lambda asgi: compose(asgi, ROUTES, DOCUMENTS, check))
app.register_lifespan_task(life)
app.add_page(page, route="/", title="Sample")
app.add_page(page, route="/sign-in", title="Sign in")
app.add_page(page, route="/posts/[post]", title="Post")
app.add_page(page, route="/topics/[topic]", title=f"Topic {Sample.count}")
app.add_page(page, route="/people/[name]/edit", title="Edit")
