"""Words with a sign before them: what is found is what is linked, nowhere inside code or links, and quickly."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opentribe.kit.text import Reference, clean, excerpt, fold_word, references, render
from opentribe.kit.text.references import LONGEST_WORD, MOST, MOST_DIFFERENT

LINK = re.compile(r'<a href="/go/([^"]*)" class="(?:mention|hashtag)"[^>]*>([@#])([^<]*)</a>')
PIECES = st.sampled_from(
    ["@ada", "@Ben_2", "#tag", "#Über", "#long-table", "#हिन्दी", "`", "```\n", "[", "](http://x.y)", "*", "_", "**",
     "~~", "\\", " ", "\n", "\n\n", "    ", "> ", "- ", "# ", "a@b.org", "http://x.y/@ada#tag", "<", ">", "!", "&",
     "#1", "|", "| a |\n|---|\n| @ada |", "x", ".", "(", ")", "\u0301", "#", "@", "<http://x.y>", "[l]: /u '@ada'\n",
     "#a_b_", "@ada_"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)


def found(text: str) -> list[str]:
    return [sign + name for sign, name in references(text)]


def linked(text: str) -> str:
    return render(text, {each: f"/go/{each.name}" for each in references(text)})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hi @Ada and @ada, meet @ben_2.", ["@ada", "@ben_2"]),
        ("(@ada) \"@ben\" **@cleo** _#tag_ #tag's @mo: @olu's", ["@ada", "@ben", "@cleo", "#tag", "@mo", "@olu"]),
        ("#Gardening #GARDENING #gardening", ["#gardening"]),
        ("#Straße #ＡＢＣ #हिन्दी #日本語 #می\u200cخواهم", ["#strasse", "#abc", "#हिन्दी", "#日本語", "#میخواهم"]),
        ("#long-table #snake_case #a--b #end-", ["#long-table", "#snake_case", "#a", "#end"]),
        ("## Heading #tag by @ada", ["#tag", "@ada"]),
        ("#tag begins a line", ["#tag"]),
        ("| a |\n|---|\n| @ada |", ["@ada"]),
        ("@ada_ is another than @ada", ["@ada_", "@ada"]),
    ],
)
def test_words_with_a_sign_are_found(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["`@ada #tag`", "```\n@ada #tag\n```", "    @ada #tag", "[@ada #tag](http://x.y)", "<http://x.y/@ada>", "a@ada.org",
     "http://x.y/@ada/#tag", "![@ada #tag](http://x.y/z.png)", "\\@ada \\#tag", "# Heading", "#1 #2026 #4a7c59", "@a",
     "@types/node @app.route @ada@example.org", "x@ada x#tag é@ada e\u0301#tag", "&#65; &#x41;", "#" + "a" * 41,
     "@" + "a" * 25, "##tag", "@@ada", "#_ #- #\u0301a", "#ﷺ", "a/@ada", "[x]: /y '@ada'"],
)  # fmt: skip
def test_everything_else_is_left_alone(text: str) -> None:
    assert found(text) == []
    assert not LINK.search(linked(text))


def test_only_what_leads_somewhere_is_a_link() -> None:
    html = render("@ada and @nobody", {Reference("@", "ada"): "/members/ada"})
    assert html == ('<p><a href="/members/ada" class="mention" rel="nofollow noopener ugc">@ada</a> and @nobody</p>')
    assert render("@ada and #tag") == "<p>@ada and #tag</p>"


def test_a_picture_keeps_the_words_of_its_description() -> None:
    assert 'alt="by @ada, #tag"' in linked("![by @ada, #tag](http://x.y/z.png)")


def test_an_excerpt_links_as_the_whole_does() -> None:
    text = "@ada and #tag"
    leads = {each: f"/go/{each.name}" for each in references(text)}
    assert excerpt(text, addresses=leads).html == render(text, leads)


def test_a_short_text_makes_no_long_page() -> None:
    many = " ".join(f"#tag{number}" for number in range(100))
    assert len(found(many)) == MOST_DIFFERENT["#"]
    assert linked("#a " * 13_000).count("<a") == MOST
    assert len(found(" ".join(f"@name{number}" for number in range(2_000)))) == MOST_DIFFERENT["@"]


@settings(deadline=None)
@given(TEXTS)
def test_what_is_linked_is_what_is_found(text: str) -> None:
    shown = LINK.findall(linked(text))
    for name, sign, word in shown:
        bare = unescape(word)
        assert unescape(name) == (bare.lower() if sign == "@" else fold_word(bare))
    assert list(dict.fromkeys(sign + unescape(name) for name, sign, _ in shown)) == found(text)


@settings(deadline=None)
@given(TEXTS)
def test_without_addresses_the_words_are_the_same(text: str) -> None:
    assert LINK.sub(lambda link: link[2] + link[3], linked(text)) == render(text)


@settings(deadline=None)
@given(TEXTS)
def test_code_and_links_hold_none(text: str) -> None:
    html = linked(text)
    for inside in re.findall(r"<code>(.*?)</code>", html, re.DOTALL):
        assert not LINK.search(inside)
    for opening in re.finditer(r"<a ", html):
        assert "<a " not in html[opening.end() : html.index("</a>", opening.end())]


@settings(deadline=None)
@given(TEXTS)
def test_finding_again_finds_the_same(text: str) -> None:
    assert references(clean(text)) == references(text)
    again = " ".join(found(text))
    assert found(again) == found(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(word: str) -> None:
    folded = fold_word(word)
    assert fold_word(folded) == folded
    assert len(folded) <= LONGEST_WORD
    assert not folded or found(f"#{folded}") == [f"#{folded}"]
