"""What a member says about themselves, and the points of a profile that is complete."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from opentribe.domain.files.commands import set_avatar, upload
from opentribe.domain.files.schemas import UploadDraft
from opentribe.domain.members.commands import describe_oneself
from opentribe.domain.members.queries import get_about, get_member
from opentribe.domain.members.schemas import ABOUT_LIMIT, AboutDraft
from opentribe.kit.errors import Invalid, SignInNeeded
from opentribe.kit.facts import connect
from opentribe.wiring import REACTIONS
from tests import samples
from tests.books import points
from tests.cast import Cast

PROFILE = 10
CLOCKS = AboutDraft(bio="  I repair **clocks**.  ")


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def test_a_profile_scores_while_it_is_complete(cast: Cast) -> None:
    cast.do(cast.ada, describe_oneself, CLOCKS)
    assert points(cast) == 0
    draft = UploadDraft(io.BytesIO(samples.picture(size=(400, 400))), "face.png", "avatar")
    picture = cast.do(cast.ada, upload, draft).id
    cast.do(cast.ada, set_avatar, picture)
    assert points(cast) == PROFILE
    cast.do(cast.ada, describe_oneself, AboutDraft(bio="I mend clocks."))
    assert points(cast) == PROFILE
    cast.do(cast.ada, describe_oneself, AboutDraft(bio=" "))
    assert points(cast) == 0
    cast.do(cast.ada, describe_oneself, CLOCKS)
    assert points(cast) == PROFILE
    cast.do(cast.ada, set_avatar, None)
    assert points(cast) == 0


def test_what_one_says_stands_on_ones_page(cast: Cast) -> None:
    assert cast.do(cast.ada, get_about) == ""
    assert cast.do(cast.ada, describe_oneself, CLOCKS) == cast.do(cast.ada, get_about) == "  I repair **clocks**."
    assert "<strong>clocks</strong>" in cast.do(cast.ben, get_member, "ada").bio_html
    assert cast.do(cast.ben, get_about) == ""
    cast.do(cast.ada, describe_oneself, AboutDraft(bio="<script>alert(1)</script><b onclick=x>bold</b>"))
    shown = cast.do(cast.ben, get_member, "ada").bio_html
    assert "<script" not in shown
    assert "<b onclick" not in shown


def test_it_has_bounds_and_is_for_members(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        cast.do(cast.ada, describe_oneself, AboutDraft(bio="x" * (ABOUT_LIMIT + 1)))
    assert set(refusal.value.fields) == {"bio"}
    for use_case, given in ((get_about, ()), (describe_oneself, (CLOCKS,))):
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, use_case, *given)
