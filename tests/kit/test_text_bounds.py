"""Short texts made to be expensive: what they cost is counted in calls and in size, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from opentribe.kit.text import clean, excerpt, plain, render

SIZE = 5_000
REPEATED = [
    "[",
    "![",
    "[a](",
    "*a **b ",
    "`a``b",
    "> a\n",
    "- a\n",
    "|a",
    "www.",
    "http://a",
    "http://a.b/)",
    "<a",
    "&#",
    "_*",
]
REPEATED += [
    "a\n",
    "[a]: b\n",
    "> - a\n",
    "```python\nx\n```\n",
    "a|b\n-|-\n",
    "\\",
    "~~a ",
    "![![](",
    "a@b.c ",
    "1. a\n",
]


def calls(function: Callable[[str], object], text: str) -> int:
    """Calls made, of Python and C functions alike: the same on a slow machine as on a fast one."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", REPEATED)
def test_twice_the_text_costs_about_twice(piece: str) -> None:
    render(piece)  # a lexer compiles its rules once
    once = piece * (SIZE // len(piece))
    assert calls(render, once * 2) < 2.8 * calls(render, once) + 3_000


def test_references_do_not_multiply_an_address() -> None:
    assert len(render("[a]: http://x/" + "u" * 1_900 + "\n\n" + "[a]" * 9_000)) < 300_000
    assert len(render("[a]: /u '" + "t" * 18_000 + "'\n\n" + "[a]" * 7_000)) < 300_000


def test_tables_do_not_fill_up_without_end() -> None:
    wide = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 19_000
    many = ("|a" * 32 + "|\n" + "|-" * 32 + "|\n" + "a\n" * 150 + "\n") * 70
    for text in (wide, many):
        assert render(text).count("<t") < 12_000


def test_an_ordinary_table_is_whole() -> None:
    html = render("a | b\n-|-\n" + "c | d\n" * 50)
    assert (html.count("<tr"), html.count("<td")) == (51, 100)


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_a_thousand_levels_keep_their_words(mark: str) -> None:
    html = render(mark * 1_000 + "hello")
    assert "hello" in html
    assert html.count("<blockquote") + html.count("<ul") + html.count("<ol") <= 20
    assert "hello" in plain(mark * 1_000 + "hello", 5_000)


def test_what_follows_a_deep_list_stays_outside_it() -> None:
    html = render("- " * 40 + "deep\n\nafter")
    assert html.rstrip().endswith("<p>after</p>")


def test_emphasis_within_emphasis_ends_somewhere() -> None:
    html = render("*a " * 500 + "b*" * 500)
    depth = deepest = 0
    for piece in html.split("<"):
        depth += piece.startswith(("em>", "strong>")) - piece.startswith(("/em>", "/strong>"))
        deepest = max(deepest, depth)
    assert deepest <= 10
    assert html.count("a ") == 500


def test_cleaning_does_not_sort_endless_marks() -> None:
    assert len(clean("a" + "\u0316\u0301" * 20_000)) < 100


def test_an_excerpt_of_a_long_text_is_short() -> None:
    assert len(excerpt("word " * 8_000).html) < 1_000
    assert not excerpt("word " * 8_000).is_whole
    assert excerpt("word").is_whole
