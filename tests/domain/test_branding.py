"""The community's name: given by admins, seen by all."""

from __future__ import annotations

import pytest

from opentribe.domain.branding.commands import name_community
from opentribe.domain.branding.queries import get_community
from opentribe.domain.branding.schemas import CommunityDraft
from opentribe.kit.errors import Forbidden, Invalid, SignInNeeded


def test_the_owner_names_it_and_everyone_sees_it(cast):
    cast.do(cast.olu, name_community, CommunityDraft(name="  Riverside\nMakers ", tagline="Made by hand"))
    shown = cast.do(cast.cleo, get_community)
    assert (shown.name, shown.tagline, shown.member_count) == ("Riverside Makers", "Made by hand", 4)


@pytest.mark.parametrize(("name", "refused"), [("mo", Forbidden), ("ada", Forbidden), ("cleo", SignInNeeded)])
def test_others_do_not(cast, name, refused):
    with pytest.raises(refused):
        cast.do(getattr(cast, name), name_community, CommunityDraft(name="Mine"))


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("name", "x" * 61), ("tagline", "x" * 141)])
def test_bad_fields_are_named(cast, field, value):
    with pytest.raises(Invalid) as refusal:
        cast.do(cast.olu, name_community, CommunityDraft(**({"name": "Fine"} | {field: value})))
    assert list(refusal.value.fields) == [field]
