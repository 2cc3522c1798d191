"""Levels: what the owner may make of them, everybody at the level of their points, and the number beside a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, select

from opentribe.domain.gamification import levelling
from opentribe.domain.gamification.commands import set_levels
from opentribe.domain.gamification.levels import DEFAULT_LEVELS, held_levels, ink_on, position_at
from opentribe.domain.gamification.models import LevelRevision
from opentribe.domain.gamification.queries import (
    get_levels_form,
    get_points,
    get_releveling,
    list_default_levels,
    list_levels,
)
from opentribe.domain.identities.commands import create_identity
from opentribe.domain.identities.schemas import IdentityDraft
from opentribe.domain.members.models import MemberVisibility, User
from opentribe.domain.members.queries import get_member
from opentribe.domain.posts.commands import comment
from opentribe.domain.posts.queries import get_post, list_home_feed
from opentribe.domain.posts.schemas import CommentDraft
from opentribe.domain.posts.thread import list_comments
from opentribe.kit.errors import Conflict, Forbidden, Invalid, SignInNeeded
from opentribe.kit.facts import connect
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.wiring import KINDS, REACTIONS
from tests.cast import Cast
from tests.crowd import at_once
from tests.levels import draft_of, give, levels_of


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def test_the_levels_to_begin_with_are_the_defaults(cast: Cast) -> None:
    shown = cast.do(cast.cleo, list_levels)
    assert [(level.name, level.threshold, level.color) for level in shown] == list(DEFAULT_LEVELS)
    assert [(level.name, level.threshold, level.color) for level in cast.do(cast.olu, list_default_levels)] == list(
        DEFAULT_LEVELS
    )


def test_other_names_and_colours_need_no_work(cast: Cast) -> None:
    give(cast, "ada", 60)
    rows = [(f"{name}!", threshold, "#ABCDEF") for name, threshold, _ in DEFAULT_LEVELS]
    cast.do(cast.olu, set_levels, draft_of(cast, rows))
    assert not cast.do(cast.olu, get_releveling).is_running
    with cast.database.read() as session:
        assert not session.exec(select(Job).where(Job.kind == levelling.RELEVEL.name)).all()
    summary = cast.do(cast.ada, get_points)
    assert (summary.level_name, summary.floor, summary.next_name, summary.ceiling) == (
        "Contributor!",
        50,
        "Active Member!",
        150,
    )


def test_of_two_who_change_them_at_once_one_is_told(cast: Cast) -> None:
    draft = draft_of(cast)
    answers = at_once(4, lambda _number: cast.do(cast.olu, set_levels, draft))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict"] * 3 + ["NoneType"]
    with pytest.raises(Conflict):
        cast.do(cast.olu, set_levels, draft)
    work_off(cast.database, KINDS)
    with cast.database.read() as session:
        assert session.exec(select(LevelRevision.number)).all() == [1]


LEVELS = st.lists(
    st.tuples(
        st.sampled_from(["Seed", "seed", "Sprout", "Tree", "Bush", "", " ", "x" * 30, "x" * 31, "Ünder"]),
        st.one_of(st.sampled_from([0, 1, 5, 10, 10_000_000, 10_000_001, -1]), st.integers(0, 99)),
        st.sampled_from(["#112233", "#aBcDeF", "#12345", "red", "#GGGGGG"]),
    ),
    max_size=6,
)
GOOD = st.lists(st.integers(1, 99), min_size=2, max_size=19, unique=True).map(
    lambda numbers: [(f"Level {number}", number, "#112233") for number in [0, *numbers]]
)


def is_good(rows) -> bool:
    """What the owner is promised, said once more in other words."""
    names = [name.strip().lower() for name, _, _ in rows]
    thresholds = sorted(threshold for _, threshold, _ in rows)
    return (
        3 <= len(rows) <= 20
        and all(1 <= len(name) <= 30 for name in names)
        and len(set(names)) == len(set(thresholds)) == len(rows)
        and thresholds[0] == 0
        and thresholds[-1] <= 10_000_000
        and all(color in {"#112233", "#aBcDeF"} for _, _, color in rows)
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.one_of(LEVELS, GOOD), earned=st.lists(st.integers(0, 120), min_size=4, max_size=4))
def test_any_list_is_taken_or_refused_as_a_whole(cast: Cast, rows, earned) -> None:
    with cast.database.write() as session:
        held = held_levels(session)
        for name, points in zip(("olu", "mo", "ada", "ben"), earned, strict=True):
            values = {"points": points, "level": position_at(held, points)}
            session.connection().execute(update(User).where(col(User.username) == name).values(**values))
    before, draft = cast.do(cast.olu, get_levels_form), draft_of(cast, rows)
    if not is_good(rows):
        with pytest.raises(Invalid) as refused:
            cast.do(cast.olu, set_levels, draft)
        known = {f"{field}_{row}" for row in range(len(rows)) for field in ("name", "threshold", "color")}
        assert set(refused.value.fields) <= known | {"levels"}
        assert cast.do(cast.olu, get_levels_form) == before
    else:
        cast.do(cast.olu, set_levels, draft)
        shown = [(level.name, level.threshold) for level in cast.do(cast.olu, list_levels)]
        assert shown == sorted([(name.strip(), threshold) for name, threshold, _ in rows], key=lambda row: row[1])
    work_off(cast.database, [levelling.RELEVEL])
    levels_of(cast)


def test_only_owners_and_admins_change_levels(cast: Cast) -> None:
    draft = draft_of(cast)
    for who, refusal in ((cast.ada, Forbidden), (cast.mo, Forbidden), (cast.cleo, SignInNeeded)):
        for use_case in (get_levels_form, get_releveling, list_default_levels):
            with pytest.raises(refusal):
                cast.do(who, use_case)
        with pytest.raises(refusal):
            cast.do(who, set_levels, draft)


@pytest.mark.parametrize("color", [f"#{part:02X}{part:02X}{part:02X}" for part in range(0, 256, 15)] + ["#FF0000"])
def test_the_number_can_be_read_on_every_colour(color: str) -> None:
    light = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in light)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    contrast = 1.05 / (luminance + 0.05) if ink_on(color) == "#FFFFFF" else (luminance + 0.05) / 0.05
    assert contrast >= 4.5


def test_a_level_stands_beside_a_name_and_nobody_elses(cast: Cast, statements) -> None:
    space = cast.space(visibility="public", bots_allowed=True)
    give(cast, "ada", 60)
    pen = cast.do(cast.ada, create_identity, IdentityDraft(name="Quill", is_bot=False))
    post = cast.post(cast.ada, space)
    cast.do(cast.ada, comment, CommentDraft(post_id=post, content="Under my own name"))
    cast.do(cast.ada, comment, CommentDraft(post_id=post, content="Under another", identity_id=pen))
    with statements(cast.database) as counted:
        assert [card.author_level for card in cast.do(cast.ben, list_home_feed).items] == [2]
    assert len(counted) == 3  # who asks, the spaces, the posts: the level costs none
    assert cast.do(cast.cleo, get_post, post).author_level == 2
    levels = {card.content_html: card.author_level for card in cast.do(cast.ben, list_comments, post).items}
    assert list(levels.values()) == [2, 0]
    assert (cast.do(cast.ben, get_member, "ada").level, cast.do(cast.ben, get_member, "ada").points) == (2, 60)
    with cast.database.write() as session:
        private = update(User).where(col(User.username) == "ada").values(visibility=MemberVisibility.private)
        session.connection().execute(private)
    assert cast.do(cast.ben, get_post, post).author_level == 0
    assert cast.do(cast.ada, get_post, post).author_level == 2
