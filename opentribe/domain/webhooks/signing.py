"""What a webhook's secret is made of, and how a delivery is signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from opentribe.domain.webhooks.models import Webhook
from opentribe.kit.secrets import secret_key
from opentribe.kit.tokens import secret_from

PREFIX = "whsec_"


def secret_of(seed: str) -> str:
    """The secret that a seed stands for. It is in no table: whoever reads the database can sign nothing."""
    return secret_from(PREFIX, hmac.new(secret_key(), f"webhook:{seed}".encode(), hashlib.sha256).digest())


def signed(webhook: Webhook, timestamp: int, body: bytes, now: datetime) -> str:
    """The header's value: one signature, and while an old secret still holds, another after a comma."""
    seeds = [webhook.seed]
    if webhook.old_seed and webhook.old_seed_until and webhook.old_seed_until > now:
        seeds.append(webhook.old_seed)
    return ",".join(f"sha256={signature(secret_of(seed), timestamp, body)}" for seed in seeds)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
