"""Mail about notifications: at once, or in digests at a member's own hour, one for each period, none about nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from opentribe.domain.mail.commands import unsubscribe
from opentribe.domain.mail.unsubscribing import PATH
from opentribe.domain.notifications import commands
from opentribe.domain.notifications.digests import due_time, send_due
from opentribe.domain.notifications.models import NotificationType
from opentribe.domain.notifications.queries import get_preferences
from opentribe.domain.notifications.schemas import Channels, Digest, Preferences, preferences_of
from opentribe.domain.posts.commands import like_post, unlike_post
from opentribe.kit import clock
from opentribe.kit.facts import connect
from opentribe.kit.jobs.models import Job
from opentribe.kit.jobs.worker import work_off
from opentribe.kit.mail.outbox import MAIL
from opentribe.wiring import KINDS, REACTIONS
from tests.cast import Cast
from tests.crowd import at_once
from tests.domain.bells import lines, say
from tests.domain.mailing import bring, confirm
from tests.post_office import PostOffice, link_in, words_of

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
TOMORROW = (clock.now() + timedelta(days=1)).replace(hour=12, minute=0)  # everybody is still signed in


@pytest.fixture(autouse=True)
def wired(cast: Cast) -> Iterator[None]:
    """Facts have their consequences, as in the running house, from the moment when the cast is there."""
    connect(REACTIONS)
    yield
    connect({})


@pytest.fixture
def post(cast: Cast, office: PostOffice):
    """A post of ada's, whose address is confirmed."""
    confirm(cast, office, cast.ada)
    return cast.post(cast.ada, cast.space(visibility="public"), "Words", title="A title")


def digests(cast: Cast, office: PostOffice, moment: datetime) -> list[str]:
    """The subjects of what leaves when digests are looked for at a moment."""
    with clock.at(moment):
        work_off(cast.database, [each for each in KINDS if each.name != MAIL])
        with cast.database.write() as session:
            send_due(session)
        return [str(letter["Subject"]) for letter in bring(cast.database, office)]


@pytest.mark.parametrize(
    ("zone", "digest", "hour", "due"),
    [
        ("UTC", "daily", 8, "2026-03-04T08:00"),
        ("UTC", "daily", 13, "2026-03-03T13:00"),
        ("UTC", "weekly", 8, "2026-03-02T08:00"),
        ("America/New_York", "daily", 8, "2026-03-03T13:00"),
        ("America/New_York", "daily", 7, "2026-03-04T12:00"),
        ("Asia/Kolkata", "daily", 17, "2026-03-04T11:30"),
        ("", "daily", 12, "2026-03-04T12:00"),
    ],
)
def test_a_digest_is_due_at_the_hour_where_its_reader_lives(zone, digest, hour, due) -> None:
    chosen = Preferences(digest=Digest(digest), hour=hour, zone=zone)
    assert due_time(chosen, NOON) == datetime.fromisoformat(due + "+00:00")


def test_an_hour_that_the_clocks_skip_has_a_digest_all_the_same() -> None:
    chosen = Preferences(hour=2, zone="Europe/Berlin")  # 2026-03-29 has no 02:00 there
    dues = {due_time(chosen, datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=each)) for each in range(72)}
    assert len(dues) == 4


def test_what_cannot_be_read_counts_as_not_chosen() -> None:
    for stored in ({}, {"zone": "Nowhere/At_all"}, {"hour": 99}, {"kinds": "all"}):
        assert preferences_of(stored) == Preferences()


def test_a_digest_says_what_was_not_read_once(cast: Cast, office: PostOffice, post) -> None:
    with clock.at(TOMORROW):
        say(cast, cast.ben, post, "Six millimetres held")
        cast.do(cast.mo, like_post, post)
        read = say(cast, cast.mo, post, "@ada look")
        work_off(cast.database, [each for each in KINDS if each.name != MAIL])
        for line in lines(cast, cast.ada):
            if line.type == NotificationType.mention:
                cast.do(cast.ada, commands.mark_read, line.id)
    assert read
    assert digests(cast, office, TOMORROW + timedelta(hours=3)) == []  # its hour has not come
    morning = TOMORROW + timedelta(hours=20)
    assert digests(cast, office, morning) == ["OpenTribe: today"]
    said = words_of(office.letters[-1])
    assert "Ben commented on “A title”" in said
    assert "Six millimetres held" in said
    assert "liked" not in said  # likes come by mail only to who wants that
    assert "mentioned" not in said  # it was read
    for hours in (0, 1, 23, 24, 48):
        assert digests(cast, office, morning + timedelta(hours=hours)) == []


def test_many_workers_send_one(cast: Cast, office: PostOffice, post) -> None:
    with clock.at(TOMORROW):
        say(cast, cast.ben, post)
        work_off(cast.database, [each for each in KINDS if each.name != MAIL])

    def look(_number: int) -> None:
        with clock.at(TOMORROW + timedelta(days=1)), cast.database.write() as session:
            send_due(session)

    assert set(at_once(4, look)) == {None}
    with cast.database.read() as session:
        asked = [
            each for each in session.exec(select(Job).where(Job.kind == MAIL)) if each.payload["letter"] == "digest"
        ]
    assert len(asked) == 1


def test_who_wants_it_at_once_gets_a_letter_for_each(cast: Cast, office: PostOffice, post) -> None:
    kinds = {NotificationType.like: Channels(in_app=False), NotificationType.badge: Channels(mail=False)}
    wanted = Preferences(digest=Digest.immediate, kinds=kinds)
    cast.do(cast.ada, commands.set_preferences, wanted)
    comment_id = say(cast, cast.ben, post, "Six millimetres")
    cast.do(cast.mo, like_post, post)
    cast.do(cast.ben, like_post, post)
    cast.do(cast.ben, unlike_post, post)
    work_off(cast.database, [each for each in KINDS if each.name != MAIL])
    letters = bring(cast.database, office)
    subjects = sorted(str(letter["Subject"]) for letter in letters)
    assert subjects == ["Ben commented on “A title” · OpenTribe", "Mo liked your post “A title” · OpenTribe"]
    assert any(f"/posts/{post}?comment={comment_id}" in words_of(letter) for letter in letters)
    assert digests(cast, office, clock.now() + timedelta(days=2)) == []


def test_the_link_at_its_end_ends_them_until_they_are_wanted_again(cast: Cast, office: PostOffice, post) -> None:
    cast.do(cast.ada, commands.set_preferences, Preferences(digest=Digest.immediate))
    say(cast, cast.ben, post)
    work_off(cast.database, KINDS)
    cast.do(cast.cleo, unsubscribe, link_in(office.letters[-1], PATH))
    assert cast.do(cast.ada, get_preferences).digest == Digest.off
    say(cast, cast.ben, post)
    before = len(office.letters)
    work_off(cast.database, KINDS)
    assert len(office.letters) == before
    cast.do(cast.ada, commands.set_preferences, Preferences(digest=Digest.immediate))
    say(cast, cast.ben, post)
    work_off(cast.database, KINDS)
    assert len(office.letters) == before + 1
