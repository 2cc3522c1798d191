"""All letters by name; a feature that writes letters of its own makes them known in `wiring.py`."""

from __future__ import annotations

from opentribe.domain.mail.letters import account, community
from opentribe.domain.mail.letters.parts import Letter

_letters: dict[str, Letter] = {letter.name: letter for letter in (*account.LETTERS, *community.LETTERS)}


def know(*letters: Letter) -> None:
    """Add letters, or put them in the place of those with the same names."""
    _letters.update({letter.name: letter for letter in letters})


def letters() -> list[Letter]:
    """All of them, in the order in which they became known."""
    return list(_letters.values())


def letter_named(name: str) -> Letter | None:
    """One of them; None when this version knows no such letter."""
    return _letters.get(name)
