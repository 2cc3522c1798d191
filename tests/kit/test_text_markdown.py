"""Markdown becomes the HTML that prose.css expects."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opentribe.kit.text import render
from opentribe.kit.text.highlight import CODE_CLASSES, LONGEST

PROSE = Path(__file__).resolve().parents[2] / "assets/styles/features/prose.css"
REL = 'rel="nofollow noopener ugc"'


def test_a_paragraph() -> None:
    assert render("A **post**") == "<p>A <strong>post</strong></p>"


def test_headings_stand_below_those_of_the_page() -> None:
    html = render("\n".join("#" * level + " x" for level in range(1, 7)) + "\n\ny\n===\n")
    assert re.findall(r"<(h\d)>", html) == ["h3", "h4", "h5", "h6", "h6", "h6", "h3"]
    assert re.findall(r"</(h\d)>", html) == ["h3", "h4", "h5", "h6", "h6", "h6", "h3"]


def test_strikethrough_and_tables() -> None:
    assert render("~~gone~~") == "<p><s>gone</s></p>"
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert '<th align="center">a</th>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_task_lists_have_the_classes_of_the_stylesheet() -> None:
    html = render("- [ ] open\n- [x] **done**\n- plain\n  1. [X] inner\n\n[ ] no item")
    assert html.count('class="contains-task-list"') == 2
    assert html.count('<li class="task-list-item"><input class="task-list-item-checkbox" type="checkbox"') == 3
    assert html.count('checked="checked"') == 2
    assert html.count('disabled="disabled"') == 3
    assert "<li>plain" in html
    assert "<p>[ ] no item</p>" in html
    css = PROSE.read_text()
    assert ".contains-task-list" in css
    assert ".task-list-item input" in css


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("see https://a.b/c_d_e, ok", "https://a.b/c_d_e", "https://a.b/c_d_e"),
        ("(HTTP://a.b/x(1))", "HTTP://a.b/x(1)", "HTTP://a.b/x(1)"),
        ("**https://a.b/x**", "https://a.b/x", "https://a.b/x"),
        (
            "http://localhost:3000/x?y=1&z#t.",
            "http://localhost:3000/x?y=1&amp;z#t",
            "http://localhost:3000/x?y=1&amp;z#t",
        ),
        ("http://bücher.example", "http://xn--bcher-kva.example", "http://bücher.example"),
        ("write to first_last@example.org.", "mailto:first_last@example.org", "first_last@example.org"),
        ("<https://a.b>", "https://a.b", "https://a.b"),
        ("[t](mailto:a@b.c)", "mailto:a@b.c", "t"),
        ("[t](/posts/1)", "/posts/1", "t"),
        ("[t](#top)", "#top", "t"),
    ],
)
def test_links(text: str, address: str, shown: str) -> None:
    assert f'<a href="{address}" {REL}>{shown}</a>' in render(text)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://a.b", "www.a.b", "main.rs", "xhttp://a.b", "http://", "`http://a.b`", "a@b", "[x](ftp://a.b)", "@a.b",
        "[x](example.com)", "[x](ssh://a)", "http\\://a.b",
    ],
)  # fmt: skip
def test_what_is_no_link(text: str) -> None:
    assert "<a" not in render(text)


def test_a_link_holds_no_link() -> None:
    html = render("[http://a.b and c@d.org](http://x.y)")
    assert html.count("<a ") == 1


def test_pictures_come_from_the_web_or_our_own_files() -> None:
    for source in ("https://a.b/c.png", "http://a.b/c.png", "/files/0190/cat.png"):
        assert render(f"![cat]({source})") == f'<p><img src="{source}" alt="cat" loading="lazy"></p>'
    for source in (
        "/sign-out",
        "/files/../sign-out",
        "/files/%2e%2e/x",
        "//a.b/c.png",
        "mailto:a@b.c",
        "/files/",
        "https:c",
    ):
        html = render(f"![cat]({source})")
        assert "<img" not in html
        assert "cat" in html


def test_html_is_shown_as_typed() -> None:
    assert render("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_entities_bring_no_direction_override_back() -> None:
    assert "\u202e" not in render("&#x202e;abc [x](/y '&#x202e;') ![&#x202e;](http://a.b)")


def test_code_is_coloured() -> None:
    html = render("```python title\ndef f():\n    return 'x < y'\n```")
    assert html.startswith('<pre tabindex="0"><code><span class="k">def</span> <span class="nf">f</span>():\n')
    assert "x &lt; y" in html
    assert html.endswith("\n</code></pre>")


def test_code_that_is_not_coloured() -> None:
    assert render("```\na < b\n```") == '<pre tabindex="0"><code>a &lt; b\n</code></pre>'
    assert render("```nosuch\ndef\n```") == '<pre tabindex="0"><code>def\n</code></pre>'
    assert render("    def") == '<pre tabindex="0"><code>def\n</code></pre>'
    line = "def f(): return 1  # a comment on what it does\n"
    lines = LONGEST // len(line)
    assert "<span" in render("```python\n" + line * lines + "```")
    assert "<span" not in render("```python\n" + line * (lines + 1) + "```")
    two = render(("```python\n" + line * (lines // 2 + 2) + "```\n") * 2)
    assert two.split("</pre>")[0].count("<span") > 0
    assert two.split("</pre>")[1].count("<span") == 0


def test_code_that_lexers_choke_on_stays_plain() -> None:
    for code in ("int a;\n" + "\n" * 5_000, "a " * 5_000, "a\n" * 5_000):
        assert "<span" not in render(f"```java\n{code}\n```")


def test_colours_are_those_of_the_stylesheet() -> None:
    named = re.findall(r"pre :is\(([^)]*)\)", PROSE.read_text())
    assert {name.strip(" .") for group in named for name in group.split(",")} == CODE_CLASSES


def test_threads_do_not_mix_texts() -> None:
    texts = [f"https://a.b/{number} x@y{number}.org\n```python\nx = {number}\n```" for number in range(60)]
    alone = [render(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, texts * 5)) == alone * 5


def test_line_ends_are_kept() -> None:
    assert render("one\ntwo") == "<p>one<br>\ntwo</p>"
