"""The session's cookie among others: whatever else a browser carries, it is found."""

from __future__ import annotations

import pytest

from opentribe.kit.tokens import digest
from opentribe.web.session.cookie import COOKIE, session_hash


@pytest.mark.parametrize("before", ["", 'a={"x":1}; ', "a=x y; ", "flag; ", "=; ", "a=\u00e9; ", "; ;"])
@pytest.mark.parametrize("after", ["", "; b=2", '; c="q"', "; d"])
def test_the_session_is_found_beside_any_other_cookie(before: str, after: str) -> None:
    assert session_hash(f"{before}{COOKIE}=abc-_9{after}") == digest("abc-_9")


@pytest.mark.parametrize("header", ["", f"{COOKIE}=", f"x{COOKIE}=abc", f"{COOKIE}x=abc", "\x00", ";;;"])
def test_without_one_there_is_none(header: str) -> None:
    assert session_hash(header) == ""
