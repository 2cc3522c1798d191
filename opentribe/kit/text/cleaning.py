"""What is taken out of text before anything else sees it."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls except tab and newline, lone surrogates, overrides and isolates that turn the reading direction of
# what follows, the byte order mark, and two code points that no XML feed may carry.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")

# Letters and symbols by category that are drawn as nothing.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"})

# Unicode's stream-safe format: no writing system needs more marks on one letter. Normalising sorts a run of marks in
# quadratic time, so an uncut run of 40,000 takes seconds.
_MOST_MARKS = 30


def drop_unwanted(text: str) -> str:
    """The text without controls, surrogates and direction overrides; everything else stays as it is."""
    return _UNWANTED.sub("", text)


def clean(text: str, *, keep_lines: bool = True) -> str:
    """Normalised text without anything that hides, breaks or cannot be stored; '' when nothing of it could be seen.

    Spaces at line ends go, and with them Markdown's hard break by two spaces: a backslash at the line's end does the
    same and survives. Without `keep_lines` every run of white space becomes one space.
    """
    text = drop_unwanted(_LINE_ENDS.sub("\n", text))
    if not text.isascii():
        # Once more after NFC, which may split one mark into two; a cut run of normalised text stays normalised.
        text = _cut_marks(unicodedata.normalize("NFC", _cut_marks(text)))
    lines = (line.rstrip() for line in text.split("\n"))
    text = "\n".join(lines).strip("\n") if keep_lines else " ".join(text.split())
    return text if _is_visible(text) else ""


def length(text: str) -> int:
    """How long a text counts against a limit: the code points of its cleaned form."""
    return len(clean(text))


def _cut_marks(text: str) -> str:
    """At most 30 combining marks in a row."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MOST_MARKS:
            kept.append(char)
    return text if len(kept) == len(text) else "".join(kept)


def _is_visible(text: str) -> bool:
    return any(
        char > " " if char < "\x7f" else char not in _BLANKS and unicodedata.category(char) not in _UNSEEN_CATEGORIES
        for char in text
    )
