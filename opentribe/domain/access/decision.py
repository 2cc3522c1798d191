"""A policy's answer: yes, or the words of the refusal."""

from __future__ import annotations

from dataclasses import dataclass

from opentribe.kit.errors import Forbidden, NotFound, Refusal, SignInNeeded


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when allowed; otherwise it carries the refusal to raise."""

    refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None


YES = Decision()


def no(words: str) -> Decision:
    """It can be seen but not done, for this reason."""
    return Decision(Forbidden(words))


def unseen(what: str = "page") -> Decision:
    """It does not exist as far as the actor may know."""
    return Decision(NotFound(f"This {what} does not exist, or it is not for you to see."))


def sign_in_first(words: str = "Sign in to continue.") -> Decision:
    """A member may; a visitor has to sign in."""
    return Decision(SignInNeeded(words))


def require(decision: Decision) -> None:
    """Raise the refusal unless the decision is yes. Every command begins with this."""
    if decision.refusal is not None:
        raise decision.refusal
