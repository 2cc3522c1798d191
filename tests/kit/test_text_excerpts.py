"""An excerpt is the beginning of a text, whole where it fits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opentribe.kit.text import NOWHERE, Reference, excerpt, parse, plain, render, shorten, to_html

CODE = "```python\n" + "x = 1\n" * 12 + "```\n"
TABLE = "| j | k |\n|---|---|\n| l | m |\n\n"
PIECES = st.sampled_from(
    [
        *(
            "a ",
            "**b** ",
            "\n\n",
            "- c\n",
            "![d](http://a.b/c.png) ",
            "# e\n",
            CODE,
            "@ada ",
            "#tag ",
            "[f](http://g.h) ",
        ),
        *("> i\n\n", "long " * 60, TABLE, "- [x] n\n", "https://youtu.be/dQw4w9WgXcQ\n\n", "\\\n", "<b>"),
        "[q]\n\n[q]: http://r.s\n\n",
    ]
)


def test_a_short_text_is_whole() -> None:
    text = "# Title\n\nA **post** with\n\n- one\n- two\n\n![x](http://a.b/c.png)"
    assert excerpt(text) == (render(text), True)
    assert excerpt("") == ("", True)


def test_blocks_are_left_out_whole() -> None:
    html, is_whole = excerpt("one two\n\nthree four\n\nfive", 18)
    assert (html, is_whole) == ("<p>one two</p>\n<p>three four</p>", False)


def test_a_heading_that_announces_nothing_is_left_out() -> None:
    assert excerpt("one\n\n# two\n\n" + "x " * 50, 40).html == "<p>one</p>"


def test_a_first_block_that_is_too_long_is_cut_at_a_word() -> None:
    html, is_whole = excerpt("**hello** <b> wonderful, world and so on", 21)
    assert (html, is_whole) == ("<p>hello &lt;b&gt; wonderful…</p>", False)


def test_long_code_shows_its_first_ten_lines() -> None:
    lines = [f"x = {number}" for number in range(30)]
    html, is_whole = excerpt("```python\n" + "\n".join(lines) + "\n```\n\nafter")
    assert not is_whole
    assert html.count("\n") == 12
    assert 'x = <span class="mi">9</span>\n…' in html
    assert ">10<" not in html
    assert html.endswith("<p>after</p>")
    assert excerpt("```\n" + "x\n" * 10 + "```").is_whole


def test_code_inside_a_list_is_cut_too() -> None:
    html, is_whole = excerpt("- a\n\n  ```\n" + "  x\n" * 30 + "  ```\n")
    assert html.count("x\n") == 10
    assert not is_whole


def test_one_picture_at_most() -> None:
    html, is_whole = excerpt("![a](http://a.b/1)\n\ntext ![b](http://a.b/2) more\n\n![c](http://a.b/3)\n\nend")
    assert html.count("<img") == 1
    assert "text" in html
    assert "<p></p>" not in html
    assert not is_whole
    assert excerpt("![a](http://a.b/1) alone").is_whole


def test_references_work_from_below() -> None:
    assert 'href="http://a.b"' in excerpt("[x]\n\n" + "long " * 300 + "\n\n[x]: http://a.b").html


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        ("# Hi\n\nA **b** [c](http://d)\n\n- e\n- f `g`", 100, "Hi A b c e f g"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 13, "one two three"),
        ("abcdefghij", 5, "abcd…"),
        ("aaa 👩\u200d👩\u200d👧👧👧", 7, "aaa…"),
        ("a\\\nb\nc", 9, "a b c"),
        ("![alt](http://a.b)", 9, "alt"),
        ("&lt;b&gt; &amp;", 9, "<b> &"),
        ("one", 0, ""),
        ("", 10, ""),
    ],
)
def test_plain(text: str, limit: int, line: str) -> None:
    assert plain(text, limit) == line


def test_an_excerpt_never_shows_much_more_than_its_limit() -> None:
    for text in ("a" * 5_000, "a " * 5_000, "- a\n" * 2_000, "|a|\n|-|\n" + "|b|\n" * 1_000, "> a\n\n" * 2_000):
        shown, is_whole = excerpt(text, 300)
        assert not is_whole
        assert 20 < len(re.sub(r"<[^>]*>|\n", "", shown)) <= 300, text[:9]
        assert len(shown) < 3_000


def test_much_that_shows_no_words_is_cut_too() -> None:
    for text in ("---\n" * 5_000, "-\n" * 5_000, "> \n\n" * 5_000, "|a|\n|-|\n" + "||\n" * 5_000):
        shown, is_whole = excerpt(text, 300)
        assert len(shown) < 3_000
        assert not is_whole


@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_what_was_rendered_can_be_shortened_without_reading_it_again(text: str, leads: bool) -> None:
    addresses = {Reference("@", "ada"): "/members/ada", Reference("#", "tag"): "/tags/tag"} if leads else NOWHERE
    parsed = parse(text)
    html = to_html(parsed, addresses)
    assert html == render(text, addresses)
    assert shorten(parsed, addresses=addresses, whole=html) == excerpt(text, addresses=addresses)
