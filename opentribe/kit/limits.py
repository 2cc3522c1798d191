"""Rate limits: so many deeds per key and time, in memory for one process, in Redis for many."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

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


@dataclass(frozen=True, slots=True)
class Allowance:
    """How a count stands: of `limit` deeds `remaining` are left until `reset_at` (Unix seconds)."""

    limit: int
    remaining: int
    reset_at: int
    is_used_up: bool = False

    @property
    def wait(self) -> int:
        """Seconds until there are more."""
        return max(1, self.reset_at - int(time.time()))


def take(per_minute: int, *key: str) -> Allowance:
    """Count one deed in the present minute and tell how the count stands; it is used up when this one is too many."""
    item = _per_minute(per_minute)
    if get_settings().rate_limits == "off":
        return Allowance(per_minute, per_minute, int(time.time()) + 60)
    is_within = _windows().hit(item, *key)
    stats = _windows().get_window_stats(item, *key)
    return Allowance(per_minute, max(0, stats.remaining), int(stats.reset_time) + 1, not is_within)


@functools.cache
def _windows() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(_limiter().storage)


@functools.lru_cache(maxsize=64)
def _per_minute(count: int) -> RateLimitItem:
    return RateLimitItemPerMinute(count, namespace="REQUESTS")
