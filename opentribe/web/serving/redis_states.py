"""What OpenTribe changes in how Reflex keeps states in Redis, where there are several workers."""

from __future__ import annotations

from typing import Any

from reflex.istate.manager.redis import StateManagerRedis


async def _extend_lock(manager: Any, lock_key: bytes) -> bool | None:
    """Reflex asks for `PEXPIRE … XX`, which only Redis 7 knows; since a lock always expires, this says the same."""
    extended: bool | None = await manager.redis.pexpire(lock_key, manager.lock_expiration)
    return extended


def keep_states_in_older_redis() -> None:
    """Let Redis 6 do as well. Called once by the root."""
    if not hasattr(StateManagerRedis, "_try_extend_lock"):
        raise RuntimeError(f"Reflex no longer extends its lock as it did: adapt {__name__}")
    StateManagerRedis._try_extend_lock = _extend_lock  # type: ignore[method-assign, assignment]
