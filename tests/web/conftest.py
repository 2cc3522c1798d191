"""One furnished community and one server in front of it, for all tests of the open doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server import RunningApp, running_app
from tests.web import handlers
from tests.web.stage import Stage, stage


@pytest.fixture(scope="session")
def furnished() -> Iterator[Stage]:
    """The community."""
    with stage() as made:
        yield made


@pytest.fixture(scope="session")
def app(furnished: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The real app on it, with its real front end."""
    with running_app(tmp_path_factory.mktemp("doors"), DATABASE_URL=furnished.url) as running:
        yield running


@pytest.fixture(scope="session")
def listed() -> handlers.Listing:
    """Every handler and page of the app."""
    return handlers.listing()
