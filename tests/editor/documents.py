"""The editor's documents for property tests, as an author could make them with keys and buttons."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Node = dict[str, Any]
TEXT = st.text(st.sampled_from("ab 1.-+#>*_`[]()!<&;~|\\:/@=\u00a0é🌱"), min_size=1, max_size=8)
MARKS = st.lists(
    st.sampled_from(["bold", "italic", "strike", "code", "https://a.b/c", "/posts/1"]), max_size=3, unique=True
).map(lambda names: [_mark(name) for name in names if "/" not in name or name == max(names)])


def inline(*, with_breaks: bool) -> st.SearchStrategy[list[Node]]:
    """Text with marks, images, and breaks where they may stand."""
    text = st.builds(lambda words, marks: {"type": "text", "text": words, "marks": marks}, TEXT, MARKS)
    image = st.builds(
        lambda alt, marks: {"type": "image", "attrs": {"src": "https://a.b/c.png", "alt": alt}, "marks": marks},
        TEXT.map(str.strip),
        MARKS.map(lambda marks: [mark for mark in marks if mark["type"] != "code"]),
    )
    lines = st.just({"type": "hardBreak"})
    return st.lists(st.one_of(text, text, image, lines) if with_breaks else st.one_of(text, text, image), max_size=5)


def editor_documents() -> st.SearchStrategy[Node]:
    """Whole documents."""
    return st.lists(blocks(2), min_size=1, max_size=4).map(lambda content: {"type": "doc", "content": content})


def blocks(depth: int) -> st.SearchStrategy[Node]:
    """One block of any kind."""
    paragraph = inline(with_breaks=True).map(lambda content: {"type": "paragraph", "content": content})
    heading = st.builds(_node("heading", "level"), inline(with_breaks=False), st.integers(1, 6))
    code = st.builds(
        _node("codeBlock", "language"),
        # A line of nothing but spaces is an empty line once it is written.
        TEXT.filter(str.strip).map(lambda words: [{"type": "text", "text": words}]),
        st.sampled_from([None, "python"]),
    )
    rule = st.just({"type": "horizontalRule"})
    flat = st.one_of(paragraph, paragraph, heading, code, rule, tables())
    if depth == 0:
        return flat
    inner = st.lists(blocks(depth - 1), min_size=1, max_size=3)
    quote = inner.map(lambda content: {"type": "blockquote", "content": content})
    items = st.lists(
        st.builds(_node("listItem", "checked"), inner, st.sampled_from([None, None, True, False])),
        min_size=1,
        max_size=3,
    )
    bullets = st.builds(_node("bulletList", "tight"), items, st.booleans())
    numbers = st.builds(_node("orderedList", "start"), items, st.sampled_from([1, 3, 0, 999_999_999]))
    return st.one_of(flat, flat, quote, bullets, numbers)


def tables() -> st.SearchStrategy[Node]:
    """Tables of two columns."""
    cells = st.lists(inline(with_breaks=False), min_size=2, max_size=2)
    return st.builds(
        lambda head, rows: {
            "type": "table",
            "content": [_row("tableHeader", head), *(_row("tableCell", row) for row in rows)],
        },
        cells,
        st.lists(cells, max_size=2),
    )


def _row(kind: str, cells: list[list[Node]]) -> Node:
    return {"type": "tableRow", "content": [{"type": kind, "content": cell} for cell in cells]}


def _mark(name: str) -> Node:
    return {"type": "link", "attrs": {"href": name}} if "/" in name else {"type": name}


def _node(kind: str, attribute: str) -> Any:
    return lambda content, value: {"type": kind, "attrs": {attribute: value}, "content": content}
