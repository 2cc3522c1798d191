"""What tests of the domain may ask for beside the cast: a post office, and a letter that members can end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.domain.mailing import a_letter_to_end, an_office
from tests.post_office import PostOffice


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
