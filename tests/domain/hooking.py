"""What tests about webhooks have in common: a receiver, time that passes, and the log."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from opentribe.domain.access.actor import Credential
from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.webhooks.commands import add_webhook
from opentribe.domain.webhooks.queries import list_deliveries
from opentribe.domain.webhooks.schemas import DeliveryCard, WebhookDraft
from opentribe.kit import clock
from opentribe.kit.facts import connect
from opentribe.settings import get_settings
from opentribe.wiring import REACTIONS
from tests.cast import Cast
from tests.receiver import Receiver, receiver

ALL = {"on_post": True, "on_comment": True, "on_mention": True}


@contextlib.contextmanager
def a_receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server that webhooks may be sent to, and the switchboard in force."""
    connect(REACTIONS)
    monkeypatch.setattr(get_settings(), "outgoing_allow", "127.0.0.1")
    with receiver() as made:
        yield made
    connect({})


@contextlib.contextmanager
def passing_time() -> Iterator[Callable[..., None]]:
    """Let time pass: `later(days=1)`."""
    with contextlib.ExitStack() as passing:
        yield lambda **much: passing.enter_context(clock.at(clock.now() + timedelta(**much)))


def bot_of(cast: Cast, who: Credential, name: str = "Herald") -> UUID:
    """A bot that somebody answers for."""
    return cast.do(who, create_identity, IdentityDraft(name=name))


def hook_on_posts(cast: Cast, there: Receiver) -> UUID:
    """A webhook of the community that hears of posts."""
    return cast.do(cast.olu, add_webhook, WebhookDraft(url=there.url, on_post=True)).webhook_id


def told(there: Receiver) -> list[dict[str, Any]]:
    """What came, read."""
    return [json.loads(body) for _, body in there.came]


def log_of(cast: Cast, who: Credential, hook: UUID) -> list[DeliveryCard]:
    """The log of a webhook, the latest first."""
    return cast.do(who, list_deliveries, hook).items
