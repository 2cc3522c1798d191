"""The demo community as it is made: whole, at the right moments, through the rules that hold for everyone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, func, select

from opentribe.domain.access.actor import Actor, Credential
from opentribe.domain.auth.commands import open_session, sign_in
from opentribe.domain.auth.models import AuthSession
from opentribe.domain.auth.schemas import SignInDraft
from opentribe.domain.entry import actor_for, perform
from opentribe.domain.gamification.audit import differences
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import User
from opentribe.domain.notifications.queries import list_notifications
from opentribe.domain.posts.models import Comment, CommentUpvote, Post, PostUpvote
from opentribe.domain.spaces import policy
from opentribe.domain.spaces.models import Space
from opentribe.kit.db import Database
from opentribe.kit.errors import Conflict
from opentribe.kit.tokens import digest
from opentribe.seeds.community import plan
from opentribe.seeds.demo import Report, build
from opentribe.seeds.making import Making
from tests import databases

TODAY = datetime(2031, 5, 17, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Database, Report]]:
    """The whole community, made once for this file."""
    with databases.copy("sqlite", with_cast=False) as url:
        database = Database(url)
        databases.hasten(database.engine)
        yield database, build(database, TODAY)
        database.close()


def _counted(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def _actor(session: Session, username: str) -> Actor:
    """An actor as the policies see them; sessions of the demo have ended."""
    user = session.exec(select(User).where(User.username == username)).one()
    identity = session.exec(select(PostingIdentity).where(PostingIdentity.user_id == user.id)).one()
    return Actor(user_id=user.id, identity_id=identity.id, role=user.role)


def test_everything_is_there(made):
    database, report = made
    with database.read() as session:
        assert _counted(session, User) == report.members == 40
        assert _counted(session, Space) == report.spaces == 8
        assert _counted(session, Post) == report.posts == 300
        assert _counted(session, Comment) == report.comments == 1500
        assert _counted(session, PostUpvote) + _counted(session, CommentUpvote) == report.likes
        bots = session.exec(select(PostingIdentity).where(col(PostingIdentity.user_id).is_(None))).all()
        assert sorted(bot.image for bot in bots) == ["/avatars/bot-digest.svg", "/avatars/bot-release.svg"]


def test_counters_agree_with_the_rows(made):
    with made[0].read() as session:
        comments = dict(session.exec(select(Comment.post_id, func.count()).group_by(col(Comment.post_id))).all())
        likes = dict(session.exec(select(PostUpvote.post_id, func.count()).group_by(col(PostUpvote.post_id))).all())
        for post in session.exec(select(Post)).all():
            assert post.comment_count == comments.get(post.id, 0)
            assert post.like_count == likes.get(post.id, 0)


def test_rows_bear_the_moments_of_the_plan(made):
    with made[0].read() as session:
        by_time = session.exec(select(Post).order_by(col(Post.created_at))).all()
        assert [post.id for post in by_time] == sorted(post.id for post in by_time)
        planned = plan().posts
        for post, expected in zip(by_time, planned, strict=True):
            assert post.created_at == TODAY - expected.at
            assert post.title == expected.title
        for table in (User, Comment, PostUpvote, CommentUpvote, Space):
            latest = session.exec(select(func.max(table.created_at))).one()
            assert str(latest) < "2031-05-17 15:31"


def test_digests_link_to_posts(made):
    with made[0].read() as session:
        ids = {str(post_id) for post_id in session.exec(select(Post.id)).all()}
        digests = session.exec(select(Post).where(col(Post.title).startswith("The week in Riverside"))).all()
        assert len(digests) == 12
        for post in digests:
            links = [part.split(")")[0] for part in post.content.split("](/posts/")[1:]]
            assert len(links) == 4
            assert set(links) <= ids
            assert "](post:" not in post.content


@pytest.mark.parametrize(("name", "sees"), [("olu", 8), ("mo", 8), ("ben", 6)])
def test_rooms_are_closed_to_those_outside(made, name, sees):
    with made[0].read() as session:
        assert len(session.exec(select(Space).where(policy.visible(_actor(session, name)))).all()) == sees


@pytest.mark.parametrize("name", ["olu", "mo", "ada", "ben"])
def test_bells_hold_what_is_new_and_what_was_read(made, name):
    with made[0].read() as session:
        lines = list_notifications(session, _actor(session, name)).items
    assert 2 <= sum(line.is_unread for line in lines) < len(lines)
    assert len({line.type for line in lines}) >= 2
    assert all(TODAY - timedelta(days=2) <= line.created_at <= TODAY for line in lines)


def test_the_printed_sign_ins_work(made):
    database, report = made
    assert [(each.name.split()[0], each.role) for each in report.sign_ins] == [
        ("Olu", "owner"), ("Mo", "moderator"), ("Ada", "member"), ("Ben", "member"),
    ]  # fmt: skip
    for number, each in enumerate(report.sign_ins):
        assert each.email in str(report)
        assert each.password in str(report)
        visitor = Credential(address=f"203.0.113.{number}")
        ticket = perform(database, visitor, sign_in, SignInDraft(email=each.email, password=each.password))
        secret = perform(database, visitor, open_session, ticket, "Firefox")
        with database.read() as session:
            actor = actor_for(session, Credential(session_hash=digest(secret)))
            assert actor.role == each.role
            assert bool(actor.tier_ids) == (each.name != "Ben Castellano")


def test_no_session_of_the_making_stays_open(made):
    with made[0].read() as session:
        open_ones = select(AuthSession).where(
            col(AuthSession.revoked_at).is_(None), AuthSession.user_agent.startswith("Mozilla/5.0 (X11")
        )
        assert session.exec(open_ones).all() == []


def test_it_refuses_a_database_in_use(made):
    with pytest.raises(Conflict, match="database of its own"):
        build(made[0], TODAY)


def test_the_first_weeks_on_each_database(database, rate_limits):
    """The same commands on both kinds of database, with the limits that hold for everyone."""
    whole = plan()
    start = dataclasses.replace(whole, posts=tuple(post for post in whole.posts if post.at > timedelta(days=74)))
    Making(database, TODAY, start).run()
    with database.read() as session:
        assert _counted(session, Post) == len(start.posts) > 40
        assert _counted(session, Comment) == start.comment_count
        assert _counted(session, PostUpvote) + _counted(session, CommentUpvote) == start.like_count


def test_points_are_in_the_books_and_levels_vary(made):
    database, _ = made
    with database.read() as session:
        assert differences(session) == []
        assert len(set(session.exec(select(User.level)).all())) >= 3
