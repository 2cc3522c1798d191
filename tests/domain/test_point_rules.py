"""The owner sets what deeds are worth; members see their own ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opentribe.domain.gamification.commands import set_point_rule
from opentribe.domain.gamification.models import PointAction
from opentribe.domain.gamification.queries import get_points, list_point_rules, list_points
from opentribe.domain.gamification.schemas import PointRuleDraft
from opentribe.domain.posts.commands import (
    remove_post,
)
from opentribe.kit.errors import Forbidden, Invalid, SignInNeeded
from opentribe.kit.facts import connect
from opentribe.wiring import REACTIONS
from tests.books import points, post
from tests.cast import Cast


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def test_the_owner_sets_what_a_deed_is_worth(cast: Cast) -> None:
    space = cast.space()
    cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, point_value=0))
    first = post(cast, cast.ada, space)
    assert points(cast) == 0
    cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, point_value=7, daily_cap=1))
    second = post(cast, cast.ada, space)
    post(cast, cast.ada, space)
    assert points(cast) == 7
    cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, point_value=100))
    cast.do(cast.ada, remove_post, second)
    cast.do(cast.ada, remove_post, first)
    assert points(cast) == 0  # what was given is what is taken back
    rules = {rule.action: rule for rule in cast.do(cast.olu, list_point_rules)}
    assert (rules[PointAction.post].point_value, rules[PointAction.post].daily_cap) == (100, None)


@pytest.mark.parametrize("fields", [{"point_value": -1}, {"point_value": 1001}, {"point_value": 1, "daily_cap": -1}])
def test_values_have_bounds(cast: Cast, fields) -> None:
    with pytest.raises(Invalid):
        cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, **fields))


def test_only_owners_and_admins_set_values(cast: Cast) -> None:
    draft = PointRuleDraft(action=PointAction.post, point_value=1)
    for who, refusal in ((cast.ada, Forbidden), (cast.mo, Forbidden), (cast.cleo, SignInNeeded)):
        with pytest.raises(refusal):
            cast.do(who, set_point_rule, draft)
        with pytest.raises(refusal):
            cast.do(who, list_point_rules)


def test_one_sees_ones_own_ledger_page_by_page(cast: Cast) -> None:
    space = cast.space()
    cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, point_value=10))
    for _ in range(23):
        post(cast, cast.ada, space)
    assert points(cast) == 230
    first = cast.do(cast.ada, list_points)
    rest = cast.do(cast.ada, list_points, first.next_cursor)
    assert (len(first.items), len(rest.items), rest.next_cursor) == (20, 3, "")
    assert cast.do(cast.ben, list_points).items == []
    summary = cast.do(cast.ada, get_points)
    assert (summary.total, summary.level) == (230, 3)
    assert [(share.action, share.points) for share in summary.shares] == [(PointAction.post, 230)]
    with pytest.raises(Invalid):
        cast.do(cast.ada, list_points, "rubbish")
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, get_points)
