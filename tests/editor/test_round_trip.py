"""Markdown → editor → Markdown loses nothing, and what the editor writes the server shows as it was."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opentribe.kit.text import clean, render
from tests.editor.documents import editor_documents
from tests.editor.grammar import documents, heaps
from tests.editor.reading_html import letters

pytestmark = pytest.mark.xdist_group("editor")
# The same examples at each run in CI, so that a run means the same everywhere; elsewhere new ones are looked for.
often = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=bool(os.environ.get("CI")),
)
# Each of these was wrong once, here or in a bridge that was tried.
KNOWN = [
    "#https://a.b/", "@https://a.b/",
    "**(a)**b", "1986\\. A year", "a\n\\- b", "- a\n\n* b", "````\n```\n````", "**a **b**c**", "a\n\n---", "- * *",
    "**[a](https://b.c)**", "[![a](https://b.c/d.png)](https://e.f)", "a *b*\n*c* d", "```\\", "~~~ `x`\na\n~~~",
    "| a\\|b | `c\\|d` |\n|:-:|--:|\n| 1 |", "- [ ] a\n- b\n- [x] c", "> - a\n>   > b", "[r] *x*\n\n[r]: /posts/1 'so'",
    "setext\nof two lines\n===", "https://a.b/c_d_e and https\\://x.y", "    indented", "- a\n  - b\n\n    c\n- d",
    "&copy; \\&copy; &amp;copy;", "#no heading\n\\# neither", "`` ` `` and ` `` `", "a\\\nb\\\n\\\nc",
    "- ```\n  a\n\n  b\n  ```", "> ```\n> a \n> ```", "_a**b**_\n**c**", "- ```\n  a\u00a0\n  ```",
]  # fmt: skip


@pytest.mark.parametrize("text", KNOWN)
def test_what_was_wrong_once_stays_right(bridge, text):
    unharmed(bridge, text)


@often
@given(text=documents())
def test_documents_keep_everything(bridge, text):
    unharmed(bridge, text)


@often
@given(text=heaps())
def test_heaps_of_signs_keep_everything(bridge, text):
    unharmed(bridge, text)


@often
@given(text=documents(), order=st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_blocks_can_be_moved_copied_and_taken_away(bridge, text, order):
    answer = bridge("rearrange", text=clean(text), order=order)
    assert answer["isSame"], answer["out"]


@often
@given(doc=editor_documents())
def test_whatever_the_editor_can_hold_can_be_written(bridge, doc):
    answer = bridge("write", doc=doc)
    assert answer["isSame"], answer["out"]


def unharmed(bridge, text: str) -> None:
    text = clean(text)
    answer = bridge("round", text=text)
    assert answer["kept"] == text
    assert letters(render(answer["anew"])) == letters(render(text)), answer["anew"]
    assert answer["isSame"], answer["anew"]
