"""A community that gives keys to everybody, a public space in it, and clients of its API."""

from __future__ import annotations

from uuid import UUID

import pytest

from opentribe.api import noting, rules
from opentribe.domain.identities.commands import set_rules
from opentribe.domain.identities.models import Registering
from opentribe.domain.identities.schemas import RulesDraft
from tests.api.client import Client
from tests.cast import Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    """Without a key."""
    cast.do(cast.olu, set_rules, RulesDraft(registering=Registering.open))
    rules.forget_rules()
    noting.forget_noted()
    return Client()


@pytest.fixture
def space(cast: Cast) -> UUID:
    """`general`, which everybody sees."""
    return cast.space("General", visibility="public")


@pytest.fixture
def bot(client: Client, space: UUID) -> Client:
    """With the key of a bot that nobody has claimed."""
    return client.speaking(register(client, "Release bot"))


def register(client: Client, name: str) -> str:
    """A new bot's key."""
    return client.post("/agents/register", {"name": name, "description": "Tells of releases"})["agent"]["api_key"]
