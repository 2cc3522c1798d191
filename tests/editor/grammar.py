"""Markdown documents for property tests: well-formed ones from a grammar, and heaps of signs that mean something."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["garden", "a", "x_y", "2 * 3", "(so)", "1.", "-", "#", "[x]", "100%", "<b>", "&amp;", "`", "\\", "~~", "*", "_",
     "!", "ünï", "don't", "…", "@ada", "#plants", "e.g.", "a|b", "https://example.org/a_b",
     ">", "+", "===", "🌱", "&copy;", "://"]
)  # fmt: skip
ADDRESSES = st.sampled_from(
    [
        "https://example.org",
        "https://example.org/a_(b)",
        "/posts/1",
        "mailto:a@b.org",
        "https://e.org/?a=1&copy=2",
        "#here",
        "http://e.org/a b",
    ]
)
ESCAPED = str.maketrans({char: f"\\{char}" for char in r"\`*_{}[]()#+-.!|<>~&:=/"})
LANGUAGES = st.sampled_from(["", "python", "js", "c++", "text title=x"])


def lines(depth: int = 2) -> st.SearchStrategy[str]:
    """A line of inline Markdown."""
    plain = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: " ".join(words).translate(ESCAPED))
    code = st.sampled_from(["`x`", "`` a`b ``", "`a|b`", "` `", "`  a `", "`*a*`", "```` ``` ````"])
    image = st.builds("![{}](<{}>)".format, plain, st.sampled_from(["https://example.org/a.png", "/files/abc/b.png"]))
    if depth == 0:
        return st.one_of(plain, code)
    inner = lines(depth - 1)
    marked = st.builds("{0}{1}{0}".format, st.sampled_from(["*", "**", "~~", "_", "***"]), inner)
    link = st.builds("[{}](<{}>{})".format, inner, ADDRESSES, st.sampled_from(["", ' "title"', ' "a \\" b"']))
    joins = st.sampled_from([" ", "", " ", "x"])
    pieces = st.one_of(plain, code, image, marked, link)
    return st.lists(st.tuples(pieces, joins), min_size=1, max_size=3).map(
        lambda found: "".join(itertools.chain(*found)).strip()
    )


def blocks(depth: int = 2) -> st.SearchStrategy[str]:
    """One block, or a few lines that are several."""
    paragraph = st.lists(lines(), min_size=1, max_size=3).map("\n".join)
    heading = st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "######"]), lines())
    code = st.builds(
        "{0}{1}\n{2}\n{0}".format,
        st.sampled_from(["```", "~~~~", "`````"]),
        LANGUAGES,
        st.sampled_from(["x = 1", "", "a\n\n  b", "- no", "``"]),
    )
    setext = st.builds("{}\n{}".format, lines(), st.sampled_from(["===", "---"]))
    rule = st.sampled_from(["---", "***", "___", "* * *"])
    definition = st.just("[ref]: https://example.org/ref")
    reference = st.just("See [ref] and [so][ref].")
    indented = st.just("    indented\n\n    code")
    table = st.builds(
        _table,
        st.integers(1, 3),
        st.lists(lines(1), min_size=3, max_size=9),
        st.sampled_from(["---", ":-:", "--:", ":--"]),
    )
    flat = st.one_of(paragraph, heading, code, setext, rule, table, definition, reference, indented)
    if depth == 0:
        return flat
    inner = documents(depth - 1, 2)
    quote = inner.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n")))
    sign = st.sampled_from(["- ", "* ", "+ ", "1. ", "7) ", "- [ ] ", "- [x] "])
    items = st.builds(_list, sign, st.lists(inner, min_size=1, max_size=3), st.sampled_from(["\n", "\n\n"]))
    return st.one_of(flat, flat, quote, items)


def documents(depth: int = 2, most: int = 4) -> st.SearchStrategy[str]:
    """Some blocks with blank lines between them."""
    return st.lists(blocks(depth), min_size=1, max_size=most).map("\n\n".join)


def heaps() -> st.SearchStrategy[str]:
    """Signs in any order: mostly not what anybody would write, and just so what they might paste."""
    return st.lists(
        st.sampled_from(
            [*"*_`[]()!<>&#-+.01=\\|~:ab \n\n", "**", "](", "\n- ", "\n> ", "```", "\n|-|\n", "https://a.b/"]
        ),
        max_size=40,
    ).map("".join)


def _table(width: int, cells: list[str], ruler: str) -> str:
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    shown = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([shown[0], "|" + f" {ruler} |" * width, *shown[1:]])


def _list(sign: str, contents: list[str], between: str) -> str:
    indent = " " * (2 if sign[0] in "-*+" else 3)
    return between.join(sign + content.replace("\n", "\n" + indent) for content in contents)
