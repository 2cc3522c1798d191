"""Secrets that are shown once and kept as hashes: 256 random bits, SHA-256 at rest."""

import base64
import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """A fresh secret of 256 random bits, url-safe, behind a recognisable prefix."""
    return prefix + secrets.token_urlsafe(32)


def secret_from(prefix: str, random: bytes) -> str:
    """A secret in the same form, from 256 bits that only the installation can know."""
    return prefix + base64.urlsafe_b64encode(random).decode().rstrip("=")


def digest(secret: str) -> str:
    """What is stored of a secret. No salt is needed: the secret itself has 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
