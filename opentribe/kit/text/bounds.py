"""Limits on the parser's rules: each answers one way of making a short text expensive; people never meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.blockquote import blockquote
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link

BLOCK_DEPTH = 16  # quotes and lists within each other; a list counts twice (itself and its item)
QUOTE_DEPTH = 6  # every level reads all its lines once more
INLINE_DEPTH = 10  # emphasis within emphasis
LIBRARY_NESTING: Final = 20  # the parser's own limit drops text without a word: ours must come first
TABLE_CELLS = 8_000  # in all tables of one text: a row of one character is filled up to the header's width
LABELS = 4_000  # tries to read a [label], each of which may look through the rest of its paragraph
MOST_LINK_CHARACTERS: Final = 60_000  # of addresses and titles, which a [reference] may repeat

EMPHASIS = {"em", "strong", "s"}
MARKERS = re.compile(r"^[ \t]*(?:>[ \t]*|[-*+][ \t]+)+", re.MULTILINE)

InlineRule = Callable[[StateInline, bool], bool]


def bound(parser: MarkdownIt) -> None:
    """Put the bounded rules in place of the parser's own."""
    blocks, inlines = parser.block.ruler, parser.inline.ruler
    blocks.before("table", "too_deep", too_deep)
    blocks.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    blocks.at("blockquote", bounded_quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    inlines.at("link", bounded_label(link))
    inlines.at("image", bounded_label(image))
    parser.core.ruler.after("text_join", "cap_emphasis", cap_emphasis)


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Below the deepest level everything is one paragraph, so that no words are lost."""
    return not silent and state.level >= BLOCK_DEPTH and _flatten(state, start, end)


def bounded_quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's rule for quotes; a quote that is too deep becomes a paragraph."""
    depth: int = state.env.get("quotes", 0)
    if silent or depth >= QUOTE_DEPTH:
        return blockquote(state, start, end, True) and (silent or _flatten(state, start, end))
    state.env["quotes"] = depth + 1
    found = blockquote(state, start, end, False)
    state.env["quotes"] = depth
    return found


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's rule for tables with a budget of cells for the whole text; rows past it are a paragraph."""
    if silent or not table(state, start, end, True):
        return silent and table(state, start, end, True)
    left: int = state.env.setdefault("table_cells", TABLE_CELLS)
    columns = state.getLines(start + 1, start + 2, 0, False).strip().strip("|").count("|") + 1
    rows = left // columns
    if rows < 1:
        return False
    found = table(state, start, min(end, start + 1 + rows), False)  # the delimiter line is no row
    if found:
        state.env["table_cells"] = left - columns * (state.line - start - 1)
    return found


def bounded_label(rule: InlineRule) -> InlineRule:
    """The rule for links or images with a budget of tries for the whole text; brackets past it are text."""

    def bounded(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "[!":
            return False
        left: int = state.env.setdefault("labels", LABELS)
        state.env["labels"] = left - 1
        return left > 0 and rule(state, silent)

    return bounded


def cap_emphasis(state: StateCore) -> None:
    """Hide emphasis past the bound; its words stay."""
    for block in state.tokens:
        depth = 0
        for token in block.children or ():
            if token.tag in EMPHASIS:
                depth -= token.nesting == -1
                token.hidden = depth >= INLINE_DEPTH
                depth += token.nesting == 1


def _flatten(state: StateBlock, start: int, end: int) -> bool:
    """Everything up to the end of the enclosing block as one paragraph, without the markers at its line starts."""
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    opening = state.push("paragraph_open", "p", 1)
    content = state.push("inline", "", 0)
    state.push("paragraph_close", "p", -1)
    opening.map = content.map = [start, line]
    content.content = MARKERS.sub("", state.getLines(start, line, state.blkIndent, False)).strip()
    content.children = []
    state.line = line
    return True
