"""Words with a sign before them, `@name` and `#word`: found as the text is read, made links where somebody says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LONGEST_WORD: Final = 40  # code points, before and after folding; a longer run is no word
MOST: Final = 400  # references in one text; later ones are plain words, so that a short text makes no long page
MOST_DIFFERENT: Final = {"@": 100, "#": 20}
CLASSES: Final = {"@": "mention", "#": "hashtag"}  # as prose.css knows them

# Not cut out of something longer: `@types/node`, `@app.route` and `@ada@example.org` mean no one here.
_NAME = re.compile(r"[A-Za-z0-9_]{2,24}(?![^\W]|@|[./][^\W_])")
_COLOUR = re.compile(r"(?=[a-f]*[0-9])(?:[0-9a-f]{6}|[0-9a-f]{8})")
_JOINERS: Final = dict.fromkeys(map(ord, "\u200c\u200d"))


class Reference(NamedTuple):
    """A sign and what follows it, folded: two texts mean the same when these are equal."""

    sign: str
    name: str


Addresses = Mapping[Reference, str]
NOWHERE: Final[Addresses] = {}


def reference(state: StateInline, silent: bool) -> bool:
    """An inline rule at `@` or `#`, so that code, links and escaped signs are left alone and `_` stays in a name."""
    sign = state.src[state.pos]
    if sign not in MOST_DIFFERENT or state.linkLevel > 0 or not _may_begin(state.src, state.pos):
        return False
    start = state.pos + 1
    word = _name_at(state.src, start) if sign == "@" else _word_at(state.src, start, state.posMax)
    found = Reference(sign, word.lower() if sign == "@" else fold_word(word))
    if not found.name or start + len(word) > state.posMax or not _has_room(state, found, silent):
        return False
    if not silent:
        for kind, nesting in (("link_open", 1), ("text", 0), ("link_close", -1)):
            token = state.push(kind, "a" if nesting else "", nesting)  # type: ignore[arg-type]
            if nesting:
                token.meta, token.hidden = {"reference": found}, True
            else:
                token.content = sign + word
    state.pos = start + len(word)
    return True


def references_in(tokens: Iterable[Token]) -> list[Reference]:
    """What a text refers to, each once, in the order of the text."""
    return list(dict.fromkeys(token.meta["reference"] for token in _ends(tokens) if token.nesting == 1))


def lead(tokens: Iterable[Token], addresses: Addresses) -> None:
    """Make links of the references that lead somewhere; the others are plain words."""
    for token in _ends(tokens):
        address = addresses.get(token.meta["reference"])
        token.hidden = address is None
        if address is not None and token.nesting == 1:
            token.attrs = {"href": address, "class": CLASSES[token.meta["reference"].sign]}


def fold_word(word: str) -> str:
    """A word as it is compared: without case, width and joiners; '' when that leaves no word."""
    folded = unicodedata.normalize("NFKC", word.translate(_JOINERS))
    folded = unicodedata.normalize("NFKC", folded.casefold())
    if _COLOUR.fullmatch(folded) or not any(map(str.isalpha, folded)):
        return ""
    return folded if _word_at(folded, 0, len(folded)) == folded else ""


def _ends(tokens: Iterable[Token]) -> Iterator[Token]:
    """Both ends of every reference; a picture's description, which has tokens of its own, shows none."""
    return (child for block in tokens for child in block.children or () if "reference" in child.meta)


def _may_begin(text: str, position: int) -> bool:
    """Whether a word may begin here: not inside another, in an address, or where an entity is written."""
    before = text[position - 1] if position else " "
    return before not in "@#/&" and not before.isalnum() and unicodedata.category(before)[0] != "M"


def _name_at(text: str, start: int) -> str:
    found = _NAME.match(text, start)
    return found[0] if found else ""


def _word_at(text: str, start: int, end: int) -> str:
    """Letters, digits and marks of any script, with `_` and single hyphens between them."""
    stop = last = start
    while stop < end and _stays(text, stop, start):
        stop += 1
        if text[stop - 1] not in "-_\u200c\u200d":
            last = stop
        if stop - start > LONGEST_WORD:
            return ""
    return text[start:last]


def _stays(text: str, position: int, start: int) -> bool:
    char = text[position]
    if char.isalnum():
        return True
    if position == start:
        return False
    if char == "-":
        return text[position - 1] != "-"
    return char in "_\u200c\u200d" or unicodedata.category(char)[0] == "M"


def _has_room(state: StateInline, found: Reference, silent: bool) -> bool:
    """Count a reference against the bounds of the whole text; one that was met before is no different one."""
    seen: dict[str, set[Reference]] = state.env.setdefault("different", {sign: set() for sign in MOST_DIFFERENT})
    different = seen[found.sign]
    count: int = state.env.get("reference_count", 0)
    if count >= MOST or (found not in different and len(different) >= MOST_DIFFERENT[found.sign]):
        return False
    if not silent:
        state.env["reference_count"] = count + 1
        different.add(found)
    return True
