"""Where a request came from."""

from __future__ import annotations


def client_address(forwarded_for: str, peer: str, trusted_hops: int) -> str:
    """The client's address: what the nearest of `trusted_hops` proxies wrote into X-Forwarded-For, else the peer's."""
    told = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    return told[-trusted_hops] if trusted_hops and len(told) >= trusted_hops else peer
