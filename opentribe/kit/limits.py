"""Rate limits: so many deeds per key and time, in memory for one process, in Redis for many."""

from __future__ import annotations

import functools
import time

from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from opentribe.kit.errors import TooMany
from opentribe.settings import get_settings


@functools.cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(get_settings().redis_url or "memory://"))


@functools.cache
def _rule(rule: str) -> RateLimitItem:
    return parse(rule)


def spend(rule: str, *key: str, what: str = "tries") -> None:
    """Count one deed against `rule` (such as `5/15 minutes`). Raises TooMany with the wait when it is used up."""
    if get_settings().rate_limits == "off":
        return
    item = _rule(rule)
    if _limiter().hit(item, *key):
        return
    reset_at = _limiter().get_window_stats(item, *key).reset_time
    raise TooMany(int(reset_at - time.time()) + 1, what)


def forget(rule: str, *key: str) -> None:
    """Clear a count, as after a right password."""
    if get_settings().rate_limits == "on":
        _limiter().clear(_rule(rule), *key)


def forget_all() -> None:
    """Clear every count; tests use it between cases."""
    _limiter().storage.reset()
