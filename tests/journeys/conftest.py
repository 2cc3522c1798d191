"""The real app in a real browser: one server for all journeys, a browser context for each person."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from opentribe.domain.access.actor import Credential
from opentribe.domain.auth.commands import open_session
from opentribe.domain.entry import perform
from opentribe.domain.joining.commands import sign_up
from opentribe.domain.joining.schemas import SignUpDraft
from opentribe.domain.members.queries import get_me
from opentribe.kit.db import Database
from opentribe.kit.tokens import digest
from opentribe.web.session.cookie import COOKIE
from tests import databases, postgres
from tests.cast import PASSWORD
from tests.server import RunningApp, running_app

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 25_000  # ms; two cores may be busy with another worker's server
expect.set_options(timeout=PATIENCE)
_numbers = itertools.count(1)


class House:
    """A running community with its owner, seen from the test."""

    def __init__(self, app: RunningApp, browser: Browser, database: Database) -> None:
        self.app, self.browser, self.database = app, browser, database
        self.url = app.url
        self.contexts: list[BrowserContext] = []
        self.secrets: dict[str, str] = {}
        self.olu = self.join("olu")

    def join(self, name: str) -> Credential:
        """An account and a session made behind the browser's back; `secrets` keeps its cookie."""
        visitor = Credential(address="198.51.100.7")
        draft = SignUpDraft(email=f"{name}@example.org", password=PASSWORD, name=name.title(), username=name)
        ticket = perform(self.database, visitor, sign_up, draft)
        secret = perform(self.database, visitor, open_session, ticket, "Firefox Linux")
        credential = Credential(session_hash=digest(secret))
        self.secrets[credential.session_hash] = secret
        return credential

    def member(self, name: str = "ada") -> Credential:
        """A fresh member whose handle begins with this name."""
        return self.join(f"{name}{next(_numbers)}")

    def handle(self, who: Credential) -> str:
        """Under which handle somebody is known."""
        return self.do(who, get_me).username

    def do(self, who: Credential, use_case, *given):
        """Perform a use case as somebody, behind the browser's back."""
        return perform(self.database, who, use_case, *given)

    def until(self, is_so: Callable[[], object]) -> None:
        """Wait for what the server does in the background; a page that is loaded again and again may never show it."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not is_so():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def cookie(self, who: Credential) -> dict[str, str | bool]:
        """What somebody's browser holds."""
        return {"name": COOKIE, "value": self.secrets[who.session_hash], "url": self.url, "httpOnly": True}

    def page(self, who: Credential | None = None, viewport: dict[str, int] = WIDE, **options) -> Page:
        """A browser of its own, signed in as somebody or as a visitor."""
        context = self.browser.new_context(base_url=self.url, viewport=viewport, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if who is not None:
            context.add_cookies([self.cookie(who)])
        return context.new_page()


@pytest.fixture(scope="session")
def shared_house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server that all journeys but the founding share."""
    folder = tmp_path_factory.mktemp("house")
    with running_app(folder, OPENTRIBE_OUTGOING_ALLOW="127.0.0.1") as app:
        database = Database(f"sqlite:///{folder / 'data' / 'opentribe.db'}")
        yield House(app, browser, database)
        database.close()


@pytest.fixture
def house(shared_house: House) -> Iterator[House]:
    """The shared community; the browsers that a test opened are closed after it."""
    yield shared_house
    while shared_house.contexts:
        shared_house.contexts.pop().close()


@pytest.fixture(params=databases.KINDS)
def new_house(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """An installation where nobody has signed up yet, on each kind of database: gives visitors' pages."""
    with contextlib.ExitStack() as stack:
        where = {"DATABASE_URL": stack.enter_context(postgres.database())} if request.param == "postgresql" else {}
        app = stack.enter_context(running_app(tmp_path, **where))

        def visitor() -> Page:
            context = browser.new_context(base_url=app.url, viewport=WIDE)
            context.set_default_timeout(PATIENCE)
            stack.callback(context.close)
            return context.new_page()

        yield visitor
