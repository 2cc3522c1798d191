"""Names of bots and pen names: of every alphabet, but none that deceives."""

from __future__ import annotations

import pytest

from opentribe.domain.identities.naming import checked_name
from opentribe.kit.errors import Invalid


@pytest.mark.parametrize(
    "name", ["", " ", "x", "a" * 41, "-dash", "a/b", "<script>", "@", "Аdmin bot", "ada\u202ebot/"]
)
def test_names_that_cannot_be_names(name):
    with pytest.raises(Invalid) as refusal:
        checked_name(name)
    assert set(refusal.value.fields) == {"name"}


@pytest.mark.parametrize("name", ["admin", "ADMIN", "Adm1n", "0wner", "open tribe", "sys-tem", "me", "ADMlN", "а𝐝min"])
def test_reserved_names_are_kept(name):
    with pytest.raises(Invalid):
        checked_name(name)


@pytest.mark.parametrize("name", ["Release bot", "café-watch", "Бот Пушкин", "新闻机器人", "C3PO", "v2.0", "O'Malley"])
def test_names_of_every_alphabet_are_names(name):
    assert checked_name(name) == name
