"""Texts made shorter: the beginning of a post as HTML for a feed, or as one line for a description."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from markdown_it.token import Token

from opentribe.kit.text.cleaning import clean, drop_unwanted
from opentribe.kit.text.markdown import Parsed, parse, to_html
from opentribe.kit.text.references import NOWHERE, Addresses
from opentribe.kit.text.sanitising import sanitise

CODE_LINES: Final = 10
ELLIPSIS: Final = "…"
LEAST_SIZE: Final = 4  # what a line, a cell or a list item counts, however short it is

_CODE: Final = frozenset({"fence", "code_block"})
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f") | {chr(code) for code in range(0x1F3FB, 0x1F400)}


class Excerpt(NamedTuple):
    """The beginning of a text, and whether it is all of it."""

    html: str
    is_whole: bool


def excerpt(markdown: str, limit: int = 600, addresses: Addresses = NOWHERE) -> Excerpt:
    """Whole blocks while their visible text fits into `limit` characters, with one picture and short code at most.

    A first block that is longer by itself becomes a paragraph cut at a word.
    """
    return shorten(parse(markdown), limit, addresses)


def shorten(parsed: Parsed, limit: int = 600, addresses: Addresses = NOWHERE, whole: str | None = None) -> Excerpt:
    """The same of a text that is parsed already, whose tokens it uses up; `whole` is their HTML if that is known."""
    kept: list[list[Token]] = []
    is_whole, has_image, room = True, False, limit
    for block in _blocks(parsed.tokens):
        is_cut = _cut_code(block)
        is_thinned, has_image = _keep_one_image(block, has_image)
        is_whole = is_whole and not is_cut and not is_thinned
        text = _visible(block)
        if is_thinned and not text and not _has_image(block):
            continue
        size = max(len(text), LEAST_SIZE * sum(token.nesting <= 0 for token in block))
        if size > room:
            if not kept:
                return Excerpt(_paragraph(_cut(text, limit)), False)
            is_whole = False
            break
        room -= size
        kept.append(block)
    while not is_whole and len(kept) > 1 and kept[-1][0].type == "heading_open":
        kept.pop()  # what it announces was left out
    if is_whole and whole is not None:
        return Excerpt(whole, True)
    beginning = Parsed([token for block in kept for token in block], parsed.env)
    return Excerpt(to_html(beginning, addresses), is_whole)


def _paragraph(text: str) -> str:
    return sanitise(f"<p>{html.escape(text)}</p>") if text else ""


def plain(markdown: str, limit: int) -> str:
    """The visible text on one line, cut at a word where it is longer than `limit`."""
    return _cut(_visible(parse(markdown).tokens), limit)


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The top-level blocks, each with all its tokens."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _cut_code(block: list[Token]) -> bool:
    is_cut = False
    for token in block:
        if token.type in _CODE:
            lines = token.content.splitlines(keepends=True)
            if len(lines) > CODE_LINES:
                token.content = "".join(lines[:CODE_LINES])
                token.meta["is_cut"] = is_cut = True
    return is_cut


def _keep_one_image(block: list[Token], has_image: bool) -> tuple[bool, bool]:
    """Drop every picture but the first of the text; whether one was dropped, and whether there is one now."""
    is_thinned = False
    for token in block:
        kept: list[Token] = []
        for child in token.children or ():
            if child.type == "image" and has_image:
                is_thinned = True
                continue
            has_image = has_image or child.type == "image"
            kept.append(child)
        if token.children is not None:
            token.children = kept
    return is_thinned, has_image


def _has_image(block: list[Token]) -> bool:
    return any(child.type == "image" for token in block for child in token.children or ())


def _visible(tokens: list[Token]) -> str:
    """What a reader would see, on one line."""
    pieces: list[str] = []
    for token in tokens:
        if token.type in _CODE:
            pieces.append(token.content)
        for child in token.children or ():
            pieces.append(" " if child.type in {"softbreak", "hardbreak"} else child.content)
        pieces.append(" ")
    return clean(drop_unwanted("".join(pieces)), keep_lines=False)


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending at a word when one ends near the limit."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - 1
    if text[end] != " ":
        space = text.rfind(" ", 0, end)
        end = space if space > limit // 2 else _between_characters(text, end)
    return text[:end].rstrip(" ,;:.–—-([{\"'“‘") + ELLIPSIS


def _between_characters(text: str, end: int) -> int:
    """An end that takes no mark from its letter and parts no joined emoji."""
    while end > 0 and (text[end] in _JOINERS or text[end - 1] == "\u200d" or unicodedata.combining(text[end])):
        end -= 1
    return end
