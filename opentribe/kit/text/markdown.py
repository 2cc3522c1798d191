"""Markdown to HTML: CommonMark with tables, strikethrough, task lists, bare links, videos and coloured code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from opentribe.kit.text import bounds
from opentribe.kit.text.cleaning import clean, drop_unwanted
from opentribe.kit.text.highlight import LONGEST, highlighted
from opentribe.kit.text.links import bare_address, mail_addresses
from opentribe.kit.text.pictures import picture_attributes
from opentribe.kit.text.references import NOWHERE, Addresses, Reference, lead, reference, references_in
from opentribe.kit.text.sanitising import is_image_source, is_link, sanitise
from opentribe.kit.text.videos import mark_videos

# Stored beside rendered text; raise it when the same Markdown gives other HTML, and stored HTML is made anew.
RENDERER_VERSION: int = 3

_HEADINGS: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_LONGEST_ADDRESS = 2_000
_CHECKBOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


class Parsed(NamedTuple):
    """A text's tokens, and what rendering them needs to know of the whole."""

    tokens: list[Token]
    env: dict[str, Any]


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return len(url) <= _LONGEST_ADDRESS and is_link(url)


class _Renderer(RendererHTML):
    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        left: int = env.setdefault("highlight", LONGEST)
        if len(token.content) > left:
            language = ""
        elif language:
            env["highlight"] = left - len(token.content)
        return _code_block(token, language)

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _code_block(tokens[idx], "")

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture from a place that is not allowed is its description."""
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env)
        source = str(token.attrs.get("src", ""))
        if not is_image_source(source):
            return escapeHtml(alt)
        token.attrs |= {"alt": alt, **picture_attributes(source)}
        return self.renderToken(tokens, idx, options, env)

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link to a video has its player above it; nothing is fetched from there until somebody opens it."""
        opening = self.renderToken(tokens, idx, options, env)
        video = tokens[idx].meta.get("video")
        if video is None:
            return opening
        title = f"{video.host} video"
        frame = f'<iframe src="{escapeHtml(video.player)}" title="{title}"></iframe>'
        return f'<details class="video"><summary>{title}</summary>{frame}</details>\n{opening}'

    def checkbox(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<input{self.renderAttrs(tokens[idx])}> "


def render(markdown: str, addresses: Addresses = NOWHERE) -> str:
    """Safe HTML of a text, for an element of class `prose`; `addresses` says where its references lead."""
    return to_html(parse(markdown), addresses)


def references(markdown: str) -> list[Reference]:
    """What a text refers to with `@name` and `#word`, each once: what `render` makes links of."""
    return references_in(parse(markdown).tokens)


def parse(markdown: str) -> Parsed:
    """The tokens of a text, adapted: see the rules below."""
    env: dict[str, Any] = {}
    return Parsed(_PARSER.parse(clean(markdown), env), env)


def to_html(parsed: Parsed, addresses: Addresses = NOWHERE) -> str:
    """Safe HTML of tokens."""
    lead(parsed.tokens, addresses)
    html: str = _PARSER.renderer.render(parsed.tokens, _PARSER.options, parsed.env)
    return sanitise(drop_unwanted(html)).strip()  # `&#x202e;` brought back what `clean` took out


def _code_block(token: Token, language: str) -> str:
    more = "…\n" if token.meta.get("is_cut") else ""
    return f"<pre><code>{highlighted(token.content, language)}{more}</code></pre>\n"


def _adapt(state: StateCore) -> None:
    """A core rule: headings below those of the page, alignment without inline styles, no growth by references."""
    room = bounds.MOST_LINK_CHARACTERS
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS[token.tag]
        elif token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        for child in token.children or ():
            if child.attrs:
                room -= sum(len(str(value)) for value in child.attrs.values())
                if room < 0:
                    child.attrs = {}


def _task_lists(state: StateCore) -> None:
    """A core rule: list items that begin with [ ] or [x] get a checkbox."""
    lists: list[Token] = []
    types = [token.type for token in state.tokens]
    for index, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif types[max(0, index - 2) : index] == ["list_item_open", "paragraph_open"]:
            mark = _CHECKBOX.match(token.content)
            first = token.children[0] if token.children else None
            if mark is None or first is None or first.type != "text" or not first.content.startswith(mark[0]):
                continue
            first.content = first.content[mark.end() :]
            box = Token("checkbox", "input", 0, attrs={"class": "task-list-item-checkbox", "type": "checkbox"})
            if mark[1] != " ":
                box.attrs["checked"] = "checked"
            assert token.children is not None
            token.children.insert(0, box)
            state.tokens[index - 2].attrs["class"] = "task-list-item"
            lists[-1].attrs["class"] = "contains-task-list"


def _parser() -> MarkdownIt:
    # People mean the line ends they type, so each one is kept.
    options = {"html": False, "xhtmlOut": False, "breaks": True, "maxNesting": bounds.LIBRARY_NESTING}
    parser = _Parser("commonmark", options, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    bounds.bound(parser)
    parser.inline.ruler.before("escape", "bare_address", bare_address)
    parser.inline.ruler.before("escape", "reference", reference)
    parser.core.ruler.after("text_join", "mail_addresses", mail_addresses)
    parser.core.ruler.push("task_lists", _task_lists)
    parser.core.ruler.push("adapt", _adapt)
    parser.core.ruler.push("videos", mark_videos)
    parser.render("-")  # the library compiles its rules at first use, not safely for two threads
    return parser


_PARSER: Final = _parser()
