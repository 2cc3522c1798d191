"""Cleaning keeps what people write and drops what hides, breaks or cannot be stored."""

from __future__ import annotations

import pytest

from opentribe.kit.text import clean, handle_from, initials, length, slugify


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\ud800b\udfffc", "abc"),
        ("\u202eabc\u202c \u2066x\u2069", "abc x"),
        ("\ufeffa", "a"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a  \nb\t\n", "a\nb"),
        ("\n \n    code\n  text\n\n", "    code\n  text"),
        ("a\n\n\nb", "a\n\n\nb"),
        (" \t\n\u00a0\u3000", ""),
        ("\u200b\u2060\u00ad\u3164", ""),
        ("", ""),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_one_line_has_single_spaces() -> None:
    assert clean(" a \n\n b\u00a0\t c ", keep_lines=False) == "a b c"


def test_marks_of_real_languages_stay() -> None:
    for text in ("Việt Nam", "हिन्दी क्ष", "שָׁלוֹם", "ไทย", "가각"):
        assert clean(text) == text


def test_length_is_that_of_the_cleaned_text() -> None:
    assert (length("  \n"), length("e\u0301"), length("a\r\nb"), length("👧")) == (0, 1, 3, 1)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("General Talk", "general-talk"),
        ("  C++ & Rust!  ", "c-rust"),
        ("Straße Łódź Ærø", "strasse-lodz-aero"),
        ("Rock’n’Roll", "rocknroll"),
        ("ﬁne ① Ｗide", "fine-1-wide"),
        ("привет", ""),
        ("", ""),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_a_slug_ends_at_its_limit_without_a_hyphen() -> None:
    assert slugify("aaaa bbbb", 5) == "aaaa"
    assert len(slugify("a" * 500)) == 48


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Zoë Ångström", "zoe_angstrom"),
        ("Ada", "ada"),
        ("李", "member"),
        ("Q", "member"),
        ("", "member"),
        ("\ud800", "member"),
        ("O'Neil", "oneil"),
        ("x" * 23 + " y", "x" * 23),
    ],
)
def test_handles(name: str, handle: str) -> None:
    assert handle_from(name) == handle


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("zoë", "Z"),
        ("Olu van der Berg", "OB"),
        ("(Ben) “Q”", "BQ"),
        ("ßeta", "S"),
        ("李 明", "李明"),
        ("🙂", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
