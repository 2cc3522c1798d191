"""The list of notifications: read, put away and brought back, each member's own alone, at a steady cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete

from opentribe.domain.members.commands import follow
from opentribe.domain.notifications import commands
from opentribe.domain.notifications.facts import NotificationsChanged
from opentribe.domain.notifications.models import Notification, NotificationType
from opentribe.domain.notifications.opening import open_bells
from opentribe.domain.notifications.queries import count_unread, list_notifications
from opentribe.domain.notifications.schemas import Shelf
from opentribe.domain.posts.commands import like_comment, like_post
from opentribe.kit import clock
from opentribe.kit.errors import NotFound, SignInNeeded
from opentribe.kit.facts import connect
from opentribe.kit.jobs.worker import work_off
from opentribe.kit.paging import PAGE_SIZE
from opentribe.wiring import KINDS, REACTIONS
from tests.cast import Cast, join
from tests.domain.bells import lines, say, told


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def post(cast: Cast):
    return cast.post(cast.ada, cast.space(visibility="public"), "Words", title="A title")


def test_lines_are_read_and_put_away_and_come_back(cast: Cast, post) -> None:
    cast.do(cast.ben, like_post, post)
    cast.do(cast.mo, like_post, post)
    say(cast, cast.ben, post)
    talk, likes = lines(cast, cast.ada)
    cast.do(cast.ada, commands.mark_read, talk.id)
    assert [line.id for line in lines(cast, cast.ada)] == [likes.id, talk.id]  # the unread first
    assert [line.id for line in lines(cast, cast.ada, Shelf.unread)] == [likes.id]
    assert [line.id for line in lines(cast, cast.ada, Shelf.comment)] == [talk.id]
    cast.do(cast.ada, commands.mark_unread, talk.id)
    assert [line.is_unread for line in lines(cast, cast.ada)] == [True, True]
    cast.do(cast.ada, commands.delete_notification, likes.id)
    assert [line.id for line in lines(cast, cast.ada)] == [talk.id]
    cast.do(cast.olu, like_post, post)
    assert told(cast, cast.ada)[0] == "Olu liked your post “A title”"  # what was put away is not counted
    cast.do(cast.ada, commands.restore_notification, likes.id)
    assert told(cast, cast.ada)[0] == "Olu and 2 others liked your post “A title”"
    cast.do(cast.ada, commands.mark_all_read)
    assert cast.do(cast.ada, count_unread).unread == 0


def test_who_opens_a_post_has_read_what_they_were_told_of_it(cast: Cast, post, statements) -> None:
    other = cast.post(cast.ada, cast.space("Room"), "More words", title="Another")
    for post_id in (post, other):
        cast.do(cast.ben, like_post, post_id)
        cast.do(cast.mo, like_post, post_id)
        say(cast, cast.ben, post_id)
    say(cast, cast.ada, post, "@mo?")
    before = lines(cast, cast.mo, Shelf.unread)
    assert (len(lines(cast, cast.ada, Shelf.unread)), len(before)) == (4, 1)
    rung = []
    connect(REACTIONS | {NotificationsChanged: (lambda _session, fact: rung.append(fact.user_id),)})
    cast.do(cast.ada, commands.mark_post_read, post)
    assert {line.subject for line in lines(cast, cast.ada, Shelf.unread)} == {"Another"}
    assert rung == [cast.user_id("ada")]
    assert lines(cast, cast.mo, Shelf.unread) == before
    with statements(cast.database) as counted:
        cast.do(cast.ada, commands.mark_post_read, post)
    assert not [each for each in counted if each.startswith("UPDATE")]
    assert len(counted) == 2  # who asks, and whether anything waits
    say(cast, cast.mo, post)
    assert told(cast, cast.ada, Shelf.unread)[0] == "Mo and 1 other commented on “A title”"


def test_milestones_and_what_concerns_the_community_have_shelves_of_their_own(cast: Cast) -> None:
    kinds = (
        NotificationType.level_up,
        NotificationType.badge,
        NotificationType.moderation,
        NotificationType.new_member,
    )
    with cast.database.write() as session:
        for number in range(PAGE_SIZE * 3):
            moment, kind = clock.now() + timedelta(seconds=number), kinds[number % 4]
            session.add(
                Notification(
                    user_id=cast.user_id("ada"), type=kind, cause=f"{kind}:{number}", group_key=f"{kind}:{number}",
                    data={"badge": "Gardener", "level": "Regular"}, created_at=moment, listed_at=moment,
                )
            )  # fmt: skip
    for shelf, wanted in ((Shelf.milestones, kinds[:2]), (Shelf.community, kinds[2:])):
        found, cursor = [], ""
        while not found or cursor:
            page = cast.do(cast.ada, list_notifications, shelf, cursor)
            found, cursor = [*found, *page.items], page.next_cursor
        assert [line.type for line in found] == [*reversed(wanted)] * (PAGE_SIZE * 3 // 4)
        assert len({line.id for line in found}) == len(found)


def test_bells_that_are_opened_late_tell_the_same(cast: Cast, post) -> None:
    begun = clock.now()
    said = say(cast, cast.ada, post, "@ben and @mo, how thin?")
    cast.do(cast.mo, like_comment, said)
    say(cast, cast.ben, post, parent_id=said)
    cast.do(cast.mo, like_post, post)
    cast.do(cast.mo, follow, cast.user_id("ada"))
    join(cast.database, "dora")
    everybody = (cast.olu, cast.mo, cast.ada, cast.ben)
    before = [told(cast, who) for who in everybody]
    assert [len(each) for each in before] == [1, 1, 4, 1]
    for read_until, are_unread in ((begun, True), (clock.now(), False)):
        with cast.database.write() as session:
            session.connection().execute(delete(Notification))
            open_bells(session, begun, read_until)
        assert [told(cast, who) for who in everybody] == before
        assert {line.is_unread for line in lines(cast, cast.ada)} == {are_unread}


def test_everybody_has_their_own_alone(cast: Cast, post) -> None:
    cast.do(cast.ben, like_post, post)
    line = lines(cast, cast.ada)[0]
    deeds = (commands.mark_read, commands.mark_unread, commands.delete_notification, commands.restore_notification)
    for deed in deeds:
        for who in (cast.ben, cast.olu):
            with pytest.raises(NotFound):
                cast.do(who, deed, line.id)
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, deed, line.id)
    for deed in (commands.mark_all_read, list_notifications):
        with pytest.raises(SignInNeeded):
            cast.do(cast.cleo, deed)
    with pytest.raises(SignInNeeded):
        cast.do(cast.cleo, commands.mark_post_read, post)
    assert cast.do(cast.cleo, count_unread).unread == 0


def test_statements_do_not_grow(cast: Cast, post, statements) -> None:
    """However many are told, and however many lines there are."""
    counts = []
    for round_ in range(2):
        for number in range(3 * round_):
            say(cast, join(cast.database, f"reader{number}"), post)
        work_off(cast.database, KINDS)
        say(cast, cast.ben, post)
        with statements(cast.database) as counted:
            work_off(cast.database, KINDS)
        written = [each for each in counted if "notifications" in each]
        counts.append(len(written))
        assert sum(each.startswith("INSERT INTO notifications") for each in written) == 1
    assert counts[0] == counts[1]
    for page in range(3):
        cast.do(cast.ben, like_post, cast.post(cast.ada, cast.space(f"Room {page}")))
    work_off(cast.database, KINDS)
    with statements(cast.database) as counted:
        cast.do(cast.ada, list_notifications)
    assert len(counted) <= 4  # who asks, unread, read, how many stand in each
    with statements(cast.database) as counted:
        cast.do(cast.ada, count_unread)
    assert len(counted) == 2


def test_pages_follow_one_another(cast: Cast) -> None:
    for number in range(45):
        with cast.database.write() as session:
            session.add(
                Notification(
                    user_id=cast.user_id("ada"), type=NotificationType.level_up, cause=f"level:{number}",
                    group_key=f"level:{number}", data={"level": str(number)},
                    read_at=clock.now() if number % 2 else None,
                    created_at=(moment := clock.now() + timedelta(seconds=number)), listed_at=moment,
                )
            )  # fmt: skip
    found = [line.words.removeprefix("You reached the level ") for line in lines(cast, cast.ada)]
    assert found == [*(str(each) for each in range(44, -1, -2)), *(str(each) for each in range(43, 0, -2))]
