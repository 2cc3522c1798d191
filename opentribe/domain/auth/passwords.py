"""Passwords: argon2id with 19 MB and two passes (about 20 ms), OWASP's first recommendation."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# A hash that no password fits: verifying against it takes as long as against a real one.
_NOBODY = _hasher.hash("there is no account behind this address")


def hash_password(password: str) -> str:
    """The argon2id hash to store. Slow on purpose: call it outside transactions."""
    return _hasher.hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash. An absent hash takes the same time and never fits."""
    try:
        fits = _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and stored is not None
