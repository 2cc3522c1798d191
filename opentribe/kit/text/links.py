"""Bare addresses in text become links: http and https addresses, and mail addresses."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Only addresses that name their scheme: `main.rs` and `notes.md` look like hosts and are file names here.
_ADDRESS = re.compile(r"://(?:[^\W_]|\[)[^\s<>\"`|\\]{0,1900}")
_SCHEME = re.compile(r"(?<![\w.+#@-])https?\Z", re.IGNORECASE)
_MAIL = re.compile(
    r"(?<![\w.+@/-])[A-Za-z0-9](?:[A-Za-z0-9_.+-]{0,62}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@-])"
)
_CLOSERS: Final = {")": "(", "]": "[", "}": "{"}
_TRAILING: Final = frozenset(".,;:!?'’”»…*_~")


def bare_address(state: StateInline, silent: bool) -> bool:
    """An inline rule at the colon of `https://…`, so that underscores and stars of the address are no emphasis."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    # Before the colon the source is looked at: asking for `state.pending` joins all of it each time.
    scheme = _SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    found = scheme and _ADDRESS.match(state.src, state.pos, state.posMax)
    if not scheme or not found:
        return False
    rest = _without_trailing(found[0])
    written = scheme[0] + rest
    address = state.md.normalizeLink(written)
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": address}
        state.push("text", "", 0).content = state.md.normalizeLinkText(written)
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def mail_addresses(state: StateCore) -> None:
    """A core rule after the inline ones, when the pieces of a text are joined again."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "@" in block.content:
            block.children = _with_mail_links(block.children)


def _with_mail_links(children: list[Token]) -> list[Token]:
    linked: list[Token] = []
    depth = 0
    for token in children:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text" and depth == 0 and "@" in token.content:
            linked += _split_at_mail(token)
        else:
            linked.append(token)
    return linked


def _split_at_mail(token: Token) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for found in _MAIL.finditer(token.content):
        pieces.append(_text(token.content[end : found.start()], token.level))
        pieces.append(Token("link_open", "a", 1, attrs={"href": "mailto:" + found[0]}, level=token.level))
        pieces.append(_text(found[0], token.level + 1))
        pieces.append(Token("link_close", "a", -1, level=token.level))
        end = found.end()
    pieces.append(_text(token.content[end:], token.level))
    return pieces


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _without_trailing(address: str) -> str:
    """Punctuation at the end belongs to the sentence, a bracket too unless the address opened it."""
    open_brackets = {closer: address.count(opener) - address.count(closer) for closer, opener in _CLOSERS.items()}
    end = len(address)
    while end > 4:
        last = address[end - 1]
        if last in _CLOSERS and open_brackets[last] < 0:
            open_brackets[last] += 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]
