"""How many requests one may make: by key, and without one by address, as the owner decides."""

from __future__ import annotations

import time

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.identities.queries import get_rules
from opentribe.domain.identities.schemas import RulesDraft
from opentribe.kit import limits
from opentribe.kit.db import get_database
from opentribe.kit.errors import TooMany
from opentribe.kit.limits import Allowance

FRESH = 5.0  # seconds that the owner's decision may take to arrive
WRONG_KEYS = "60/minute"

_held: tuple[float, object, RulesDraft] = (0.0, None, RulesDraft())


def rules() -> RulesDraft:
    """The owner's rules, read again every few seconds."""
    global _held
    read_at, database, held = _held
    if time.monotonic() - read_at > FRESH or database is not get_database():
        held = perform(get_database(), Credential(), get_rules)
        _held = (time.monotonic(), get_database(), held)
    return held


def forget_rules() -> None:
    """Read them anew at the next request."""
    global _held
    _held = (0.0, None, RulesDraft())


def allow(key_hash: str, address: str) -> Allowance:
    """Count a request by its key, without one by its address."""
    who = ("key", key_hash) if key_hash else ("address", address)
    return limits.take(rules().requests_per_minute, *who)


def wrong_key(address: str) -> TooMany | None:
    """Count a key that opens nothing, so that nobody tries many; the refusal once there were too many."""
    try:
        limits.spend(WRONG_KEYS, "wrong-key", address, what="keys that open nothing")
    except TooMany as refusal:
        return refusal
    return None
