"""Refusals: what a person or a bot may be told, in words, with the status the API answers."""

from __future__ import annotations


class Refusal(Exception):
    """A deed that was not done. `str(refusal)` is written for the person who asked."""

    status = 400


class NotFound(Refusal):
    """It does not exist, or the asker may not know that it does."""

    status = 404


class Forbidden(Refusal):
    """It can be seen but not done; the message says why."""

    status = 403


class SignInNeeded(Refusal):
    """Nobody is signed in, or the session has ended."""

    status = 401

    def __init__(self, message: str = "Sign in to continue.") -> None:
        super().__init__(message)


class KeyRefused(Refusal):
    """An API key that opens nothing; the message says why."""

    status = 401


class Invalid(Refusal):
    """Input that cannot be taken: a message per field, each with the remedy."""

    status = 422

    def __init__(self, **fields: str) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class Conflict(Refusal):
    """It clashes with what is there already."""

    status = 409


class TooLarge(Refusal):
    """More than may be sent at once."""

    status = 413


class Unsupported(Refusal):
    """A kind of file that is not taken."""

    status = 415


class NoRoom(Refusal):
    """What may be kept is used up; nothing was stored."""

    status = 507


class TooMany(Refusal):
    """A limit was reached. `retry_after` is in whole seconds."""

    status = 429

    def __init__(self, retry_after: int, what: str = "tries") -> None:
        self.retry_after = max(1, retry_after)
        super().__init__(f"Too many {what}. Try again in {wait_time(self.retry_after)}.")


class Unavailable(Refusal):
    """The installation cannot store or reach something; nothing was changed."""

    status = 503


def wait_time(seconds: int) -> str:
    """A waiting time in words: `40 seconds`, `3 minutes`, `2 hours`."""
    if seconds < 90:
        count, unit = seconds, "second"
    elif seconds < 5400:
        count, unit = -(-seconds // 60), "minute"
    else:
        count, unit = -(-seconds // 3600), "hour"
    return f"{count} {unit}{'' if count == 1 else 's'}"
