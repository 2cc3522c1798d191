"""Whatever is typed, only the listed tags, attributes, classes and schemes reach a page."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opentribe.kit.text import clean, excerpt, plain, render

# Spelled out here and not imported: widening the sanitizer's lists must fail a test.
TAGS = {"a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img", "input", "li", "ol", "p"}
TAGS |= {"pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "li": {"class"},
    "span": {"class"},
    "pre": {"class", "tabindex"},
    "table": {"tabindex"},
    "th": {"align", "class"},
    "td": {"align", "class"},
    "input": {"type", "checked", "disabled", "aria-label", "class"},
}
OUR_CLASSES = {
    "align-left",
    "align-center",
    "align-right",
    "contains-task-list",
    "task-list-item",
    "task-list-item-checkbox",
    "highlight",
}

WORDS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "javascript&#58;alert(1)",
    "%6aavascript:alert(1)",
    "\\javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jav\u200bascript:alert(1)",
    "\u202ejavascript:alert(1)",
    "ｊavascript:alert(1)",
    "//evil.example/x",
    'http://a.b/"onmouseover=alert(1)//',
    "http://a.b/'onmouseover='alert(1)",
    "http://a.b/<script>",
    "http://a.b/`onclick=`alert(1)",
    "blob:http://a.b/x",
    "ws://a.b",
    "about:blank",
    "x:y",
    "/sign-out",
]
LINKS = [
    "[a]({})",
    "[a](<{}>)",
    "![a]({})",
    "[![a]({})]({})",
    '[a]({} "t")',
    "<{}>",
    "[a]: {}\n\n[a]",
    "[a]: <{}>\n\n![a]",
    "| a |\n|---|\n| [a]({}) |",
    "- [ ] [a]({})",
    "> [a]({})",
    "# [a]({})",
    "~~[a]({})~~",
    "{}",
    '[a](http://x "{}")',
    "![{}](http://x/y.png)",
    "[{}](http://x)",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- a -- b --><b onclick=alert(1)>",
    "<style>@import 'http://x';</style>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<img srcset='x 1x, javascript:alert(1) 2x'>",
    "<a href='javascript:alert(1)' target=_blank>x</a>",
    "<base href=//evil>",
    "<link rel=stylesheet href=//evil>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<object data=x>",
    "<embed src=x>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<![CDATA[<b>]]>",
    "<?php echo 1 ?>",
    '<x/y="z" onclick=alert(1)>',
    "<b\x00 onclick=alert(1)>",
    "<scr\u200bipt>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    '" onmouseover="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script>",
    "</p></div><script>",
]
PLACES = [
    "{}",
    "# {}",
    "> {}",
    "- {}",
    "1. {}",
    "- [x] {}",
    "**{}**",
    "~~{}~~",
    "`{}`",
    "```{}\ncode\n```",
    "```html\n{}\n```",
    "~~~ {}\nx\n~~~",
    "    {}",
    "| {} |\n|---|\n| {} |",
    "a | b\n:-:|--:\n{} | {}",
    "[x](http://a.b '{}')",
    "![{}](http://a.b/c.png)",
    "[{}]: http://a.b\n\n[{}]",
    "<http://a.b/{}>",
    "https://a.b/{}",
    "{}\n===",
    "\\{}",
    "&{};",
]
HOSTILE = [shape.replace("{}", word) for shape, word in itertools.product(LINKS, WORDS)]
HOSTILE += [place.replace("{}", markup) for place, markup in itertools.product(PLACES, MARKUP)]

MARKS = st.sampled_from([*"[]()<>*_`~|>#-+!\\\"'&;:=\n\t /", "\n\n", "```", "http://", "javascript:", *MARKUP, *WORDS])
TYPED = st.lists(st.one_of(MARKS, st.text(st.characters(codec=None), max_size=6)), max_size=40).map("".join)


def scheme_of(address: str) -> str:
    """As a browser reads it: leading controls and spaces go, tabs and line ends too, and a letter comes first."""
    read = re.sub(r"[\t\r\n]", "", address.lstrip("".join(map(chr, range(33)))))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", read)
    return found[1].lower() if found else ""


def is_our_class(tag: str, word: str) -> bool:
    """Ours by name, Pygments' by shape, and those only where code is coloured."""
    return word in OUR_CLASSES or (tag == "span" and re.fullmatch("[a-z][a-z0-9]{0,2}", word) is not None)


class Inspector(HTMLParser):
    """Collects what a browser would act on and our lists do not name."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.tags = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag not in TAGS:
            self.problems.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.problems.append(f"<{tag} {name}>")
            self.check(tag, name, value or "")
        if tag == "a" and ("rel", "nofollow noopener ugc") not in attrs:
            self.problems.append("<a> without rel")
        if tag == "img" and ("loading", "lazy") not in attrs:
            self.problems.append("<img> that does not wait")

    def check(self, tag: str, name: str, value: str) -> None:
        if name == "href" and scheme_of(value) not in {"", "http", "https", "mailto"}:
            self.problems.append(f"{name}={value}")
        if name == "src" and not value.lower().startswith(("http://", "https://", "/files/")):
            self.problems.append(f"{name}={value}")
        if name == "class" and not all(is_our_class(tag, word) for word in value.split()):
            self.problems.append(f"<{tag} class={value}>")
        if name == "type" and value != "checkbox":
            self.problems.append(f"type={value}")

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"<!{decl}>")

    unknown_decl = handle_decl

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"<?{data}>")


def problems(html: str) -> list[str]:
    return Inspector(html).problems


def test_the_inspector_sees_what_it_is_for() -> None:
    bad = '<b onclick="x"><a href="java&Tab;script:x">y</a><!-- c --><img src="/sign-out"><p class="evil">'
    assert len(problems(bad)) >= 7


@pytest.mark.parametrize("part", range(8))
def test_no_hostile_text_gets_anything_through(part: int) -> None:
    for payload in HOSTILE[part::8]:
        for html in (render(payload), excerpt(payload).html, excerpt(payload, 20).html):
            assert not problems(html), (payload, html)


def test_there_are_enough_payloads() -> None:
    assert len(set(HOSTILE)) > 1_000


def test_typed_html_is_shown_and_not_obeyed() -> None:
    assert "&lt;script&gt;" in render("<script>alert(1)</script>")


@settings(max_examples=250, deadline=None)
@given(TYPED)
def test_any_text_renders_within_the_lists(text: str) -> None:
    assert not problems(render(text))
    assert not problems(excerpt(text, 60).html)


@settings(max_examples=250, deadline=None)
@given(TYPED, st.booleans())
def test_cleaning_is_idempotent_and_encodable(text: str, keep_lines: bool) -> None:
    once = clean(text, keep_lines=keep_lines)
    assert clean(once, keep_lines=keep_lines) == once
    once.encode()
    assert not set(once) & set("\x00\x1f\x7f\x9f\u202a\u202e\u2066\u2069\r")
    assert keep_lines or "\n" not in once


@settings(max_examples=150, deadline=None)
@given(TYPED, st.integers(0, 80))
def test_plain_text_is_one_short_encodable_line(text: str, limit: int) -> None:
    words = plain(text, limit)
    words.encode()
    assert len(words) <= limit
    assert "\n" not in words
