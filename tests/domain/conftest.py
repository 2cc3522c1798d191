"""What tests of the domain may ask for beside the cast: a post office, a letter to end, a receiver of webhooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from opentribe.kit.facts import connect
from tests.domain.hooking import a_receiver, passing_time
from tests.domain.mailing import a_letter_to_end, an_office
from tests.post_office import PostOffice
from tests.receiver import Receiver


@pytest.fixture(autouse=True)
def without_consequences() -> None:
    """Facts have none unless a test connects them, even where the app was imported in the same process before."""
    connect({})


@pytest.fixture
def office(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the settings name."""
    request.getfixturevalue("database")  # settings are read anew for it
    with an_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
def news() -> Iterator[str]:
    """The name of a letter that members can end, sent to whoever is named."""
    with a_letter_to_end() as name:
        yield name


@pytest.fixture
def there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server that webhooks may be sent to."""
    request.getfixturevalue("database")  # settings are read anew for it
    with a_receiver(monkeypatch) as made:
        yield made


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """Let time pass: `later(days=1)`."""
    with passing_time() as pass_:
        yield pass_
