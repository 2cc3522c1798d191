"""Books that are opened late say what they would have said, had they been kept from the first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import select

from opentribe.domain.gamification.audit import differences
from opentribe.domain.gamification.commands import set_point_rule
from opentribe.domain.gamification.models import PointAction, PointEntry, PointTotal
from opentribe.domain.gamification.opening import open_books
from opentribe.domain.gamification.schemas import PointRuleDraft
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.posts.commands import like_comment, like_post, remove_post
from opentribe.kit import clock
from opentribe.kit.facts import connect
from opentribe.wiring import REACTIONS
from tests.books import NOON, comment, points, post
from tests.cast import Cast


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


def books(cast: Cast) -> tuple[set[tuple[object, ...]], dict[str, tuple[int, int]]]:
    """What the ledger says, whichever line was written first, and what everybody has."""
    with cast.database.read() as session:
        assert differences(session) == []
        lines = session.exec(select(PointEntry)).all()
        users = session.exec(select(User)).all()
        return (
            {(line.user_id, line.action, line.reference_type, line.reference_id, line.amount) for line in lines},
            {user.username: (user.points, user.level) for user in users},
        )


def test_late_books_are_the_same_books(cast: Cast) -> None:
    space = cast.space(visibility="public", bots_allowed=True)
    cast.do(cast.olu, set_point_rule, PointRuleDraft(action=PointAction.post, point_value=10, daily_cap=2))
    with cast.database.write() as session:  # another name of ben's, and a bot of ada's
        session.add(PostingIdentity(name="Quill", user_id=cast.user_id("ben")))
        session.add(PostingIdentity(name="Her bot", is_bot=True, user_id=cast.user_id("ada")))
    for minutes in range(3):
        with clock.at(NOON + timedelta(minutes=minutes)):
            written = post(cast, cast.ada, space)
    with clock.at(NOON + timedelta(days=9)):
        gone = post(cast, cast.ben, space)
        replies = [comment(cast, cast.ada, written) for _ in range(7)]
    for place, reply in enumerate(replies):
        with clock.at(NOON + timedelta(days=9, minutes=place)):
            for who in (cast.ben, cast.ada, cast.mo) if place < 2 else (cast.ben,):  # ben's sixth like gives nothing
                cast.do(who, like_comment, reply)
            points(cast)
    with clock.at(NOON + timedelta(days=10)):
        cast.do(cast.ben, like_post, written)
        points(cast)
        cast.do(cast.ben, remove_post, gone)
    points(cast)
    kept, standing = books(cast)
    kept = {line for line in kept if line[3] != gone.hex}  # given and taken back, which late books do not tell
    assert standing["ada"] == (2 * 10 + 7 * 5 + 5 * 2 + 2 * 2 + 2, 2)
    with cast.database.write() as session:
        session.connection().execute(delete(PointEntry))
        session.connection().execute(delete(PointTotal))
        session.connection().execute(update(User).values(points=0, level=1))
        assert open_books(session) == len(kept)
    assert books(cast) == (kept, standing)
    with cast.database.write() as session, pytest.raises(ValueError, match="points already"):
        open_books(session)
