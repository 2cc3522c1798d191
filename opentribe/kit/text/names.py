"""Addresses and initials made from the names people type."""

from __future__ import annotations

import re
import unicodedata

HANDLE_LENGTHS = range(2, 25)

# Latin letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = re.compile("['’ʼ]")
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_LONGEST = 400  # no name is longer, and normalising a long run of combining marks is slow


def slugify(name: str, limit: int = 48) -> str:
    """The name in a-z, 0-9 and hyphens; '' when no letter of it has a Latin form."""
    words = _plain_words(name)
    return "-".join(words)[:limit].strip("-")


def handle_from(name: str) -> str:
    """A handle of 2 to 24 letters a-z, digits and underscores suggested by a name; 'member' when it suggests none."""
    handle = "_".join(_plain_words(name))[: HANDLE_LENGTHS[-1]].strip("_")
    return handle if len(handle) in HANDLE_LENGTHS else "member"


def fold(text: str) -> str:
    """A name as it is looked for: without case, accents and runs of white space."""
    parted = unicodedata.normalize("NFKD", text[:_LONGEST].casefold().translate(_LETTERS))
    return " ".join("".join(char for char in parted if not unicodedata.combining(char)).casefold().split())


def initials(name: str) -> str:
    """One or two capitals for a face without a picture: of the first and the last word; '?' without any letter."""
    firsts = [next((char for char in word if char.isalnum()), "") for word in name[:_LONGEST].split()]
    firsts = [first for first in firsts if first]
    if not firsts:
        return "?"
    chosen = firsts if len(firsts) == 1 else [firsts[0], firsts[-1]]
    return "".join(first.upper()[0] for first in chosen)


def _plain_words(name: str) -> list[str]:
    lowered = _APOSTROPHES.sub("", name[:_LONGEST]).lower().translate(_LETTERS)
    parted = unicodedata.normalize("NFKD", lowered)
    letters = "".join(char for char in parted if not unicodedata.combining(char))
    return _NOT_PLAIN.sub(" ", letters.lower()).split()
