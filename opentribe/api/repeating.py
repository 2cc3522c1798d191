"""Idempotency-Key: the same request, sent again, gets the same answer and is done once."""

from __future__ import annotations

from collections.abc import Callable

from opentribe.domain.access.actor import Credential
from opentribe.kit.db import get_database
from opentribe.kit.errors import Invalid
from opentribe.kit.repeats.answers import Result, once
from opentribe.kit.tokens import digest

HEADER = "Idempotency-Key"
LONGEST = 255
LEAST_FOR_SECRETS = 16


class Repeat:
    """One request under its Idempotency-Key. Raises Invalid when that cannot be one."""

    def __init__(self, key: bytes, credential: Credential, request: bytes, *, keeps: bool) -> None:
        text = key.decode("latin-1")
        if not (text and text.isascii() and text.isprintable() and len(text) <= LONGEST):
            raise Invalid(**{HEADER: f"Use up to {LONGEST} printable ASCII characters, such as a random UUID."})
        if not keeps and len(text) < LEAST_FOR_SECRETS:  # who guesses it would be told the secret once more
            raise Invalid(**{HEADER: f"Use at least {LEAST_FOR_SECRETS} random characters, such as a random UUID."})
        self.scope = digest(f"key {credential.key_hash}" if credential.key_hash else f"address {credential.address}")
        self.key = digest(text)
        self.fingerprint = digest(request.hex())
        self.keeps = keeps

    @property
    def name(self) -> str:
        """By what the deed itself is known, so that it is done once even if its answer was not kept."""
        return digest(f"{self.scope} {self.key} {self.fingerprint}")[:60]

    def once(self, work: Callable[[], Result]) -> tuple[Result, bool]:
        """See `opentribe.kit.repeats.answers.once`."""
        return once(get_database(), self.scope, self.key, self.fingerprint, work, keeps=self.keeps)
