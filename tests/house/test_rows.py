"""What the databases themselves refuse, keep and clear away, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlmodel import Session, SQLModel, col, select

from opentribe.domain.auth.models import Account, AuthSession
from opentribe.domain.branding.models import CommunitySettings
from opentribe.domain.events.models import Event, Rsvp
from opentribe.domain.gamification.models import PointAction, PointEntry, ReferenceType
from opentribe.domain.identities.models import PostingIdentity
from opentribe.domain.members.models import Follow, User
from opentribe.domain.moderation.models import Report, ReportTarget
from opentribe.domain.posts.models import Comment, Post, PostUpvote
from opentribe.domain.spaces.models import Space
from opentribe.domain.workspace.issues.models import Issue
from opentribe.domain.workspace.projects.models import Project
from opentribe.domain.workspace.threads.models import MessageEmbedding, Thread, ThreadMessage
from opentribe.kit.db import Database
from opentribe.kit.jobs.models import Job

NOON = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
NEPAL = timezone(timedelta(hours=5, minutes=45))


class People:
    """Two members, a space and a post, stored."""

    def __init__(self, session: Session) -> None:
        self.account = add(session, Account(email="ada@example.org"))
        self.ada = add(session, User(auth_id=self.account.id, name="Ada", username="ada"))
        self.ben = add(session, User(name="Ben", username="ben"))
        self.identity = add(session, PostingIdentity(user_id=self.ada.id, name="Ada", is_default=True))
        self.space = add(session, Space(name="General", slug="general"))
        self.post = add(
            session,
            Post(space_id=self.space.id, posting_identity_id=self.identity.id, author_name="Ada", submission_key="k"),
        )


def add(session: Session, row: Any) -> Any:
    """Store a row and give it back."""
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def people(database: Database) -> People:
    """The people and things most tests need."""
    with database.write() as session:
        return People(session)


def refuse(database: Database, *rows: SQLModel) -> None:
    """Assert that the last row is refused by the database, the ones before it taken."""
    with database.write() as session:
        for row in rows[:-1]:
            add(session, row)
    with pytest.raises(IntegrityError), database.write() as session:
        add(session, rows[-1])
    with database.read() as session:
        assert session.get(type(rows[-1]), rows[-1].id) is None  # type: ignore[attr-defined]


def test_times_come_back_aware_and_exact(database: Database) -> None:
    with database.write() as session:
        account = add(session, Account(email="ada@example.org", created_at=NOON.astimezone(NEPAL)))
        add(session, AuthSession(account_id=account.id, token_hash="a" * 64, expires_at=NOON))
    with database.read() as session:
        stored = session.exec(select(Account)).one()
        ending = session.exec(select(AuthSession).where(AuthSession.expires_at == NOON.astimezone(NEPAL))).one()
    assert stored.created_at == NOON
    assert stored.created_at.utcoffset() == timedelta(0)
    assert ending.expires_at.utcoffset() == timedelta(0)
    assert stored.disabled_at is None


def test_naive_times_are_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"), database.write() as session:
        add(session, Account(email="ada@example.org", created_at=NOON.replace(tzinfo=None)))


def test_documents_come_back_and_absent_ones_are_null(database: Database) -> None:
    with database.write() as session:
        job = add(session, Job(kind="mail", payload={"to": ["ada"], "n": 1.5, "deep": {"ü": None}}))
        event = add(session, Event(title="Tea", start_time=NOON, end_time=NOON))
    with database.read() as session:
        assert session.get(Job, job.id).payload == {"to": ["ada"], "n": 1.5, "deep": {"ü": None}}  # type: ignore[union-attr]
        assert session.get(Event, event.id).recurrence is None  # type: ignore[union-attr]
        assert session.connection().execute(text("SELECT count(*) FROM events WHERE recurrence IS NULL")).scalar() == 1


def test_vectors_come_back(database: Database, people: People) -> None:
    with database.write() as session:
        thread = add(session, Thread(user_id=people.ada.id))
        message = add(session, ThreadMessage(thread_id=thread.id, user_id=people.ada.id))
        row = {"message_id": message.id, "thread_id": thread.id, "user_id": people.ada.id, "model": "m"}
        kept = add(session, MessageEmbedding(**row, dimensions=2, content_embedding=b"\0\xff\0\0\0\0\x80?"))
    with database.read() as session:
        assert session.get(MessageEmbedding, kept.id).content_embedding == b"\0\xff\0\0\0\0\x80?"  # type: ignore[union-attr]


def test_one_like_per_identity_and_post(database: Database, people: People) -> None:
    like = {"post_id": people.post.id, "voter_id": people.identity.id}
    refuse(database, PostUpvote(**like), PostUpvote(**like))


def test_one_default_identity_per_member(database: Database, people: People) -> None:
    with database.write() as session:
        add(session, PostingIdentity(user_id=people.ada.id, name="Pen name"))
        add(session, PostingIdentity(user_id=people.ben.id, name="Ben", is_default=True))
    refuse(database, PostingIdentity(user_id=people.ada.id, name="Ada again", is_default=True))
    refuse(database, PostingIdentity(name="A bot", is_default=True))


def test_one_answer_per_event_and_member(database: Database, people: People) -> None:
    with database.write() as session:
        event = add(session, Event(title="Tea", start_time=NOON, end_time=NOON))
        add(session, Rsvp(event_id=event.id, user_id=people.ada.id))
        add(session, Rsvp(event_id=event.id, user_id=people.ada.id, occurrence_start=NOON))
    refuse(database, Rsvp(event_id=event.id, user_id=people.ada.id))
    refuse(database, Rsvp(event_id=event.id, user_id=people.ada.id, occurrence_start=NOON))


def test_a_submission_is_stored_once(database: Database, people: People) -> None:
    post = {"space_id": people.space.id, "posting_identity_id": people.identity.id, "author_name": "Ada"}
    with database.write() as session:
        add(session, Post(**post))
        add(session, Post(**post))  # without a key nothing is compared
    refuse(database, Post(**post, submission_key="k"))


def test_one_community(database: Database) -> None:
    refuse(database, CommunitySettings(), CommunitySettings())
    refuse(database, CommunitySettings(singleton=False))


def test_a_deed_gives_points_once_and_is_undone_once(database: Database, people: People) -> None:
    deed: dict[str, Any] = {"user_id": people.ada.id, "action": PointAction.post}
    deed |= {"reference_type": ReferenceType.post, "reference_id": str(people.post.id)}
    with database.write() as session:
        given = add(session, PointEntry(**deed, amount=10))
        add(session, PointEntry(**deed, amount=-10, reverses_id=given.id))
    refuse(database, PointEntry(**deed, amount=10))
    refuse(database, PointEntry(**deed, amount=-10, reverses_id=given.id))


def test_issue_identifiers_are_unique_where_they_are_read(database: Database, people: People) -> None:
    with database.write() as session:
        one = add(session, Project(name="One", user_id=people.ada.id))
        other = add(session, Project(name="Other", user_id=people.ada.id))
        for project_id in (one.id, other.id, None):
            add(session, Issue(user_id=people.ada.id, project_id=project_id, identifier="ABC-1", title="Do it"))
    refuse(database, Issue(user_id=people.ada.id, project_id=one.id, identifier="ABC-1", title="Again"))
    refuse(database, Issue(user_id=people.ada.id, identifier="ABC-1", title="Again"))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("spaces", "visibility", "'hidden'"),
        ("users", "role", "'god'"),
        ("users", "points", "-1"),
        ("users", "username", "'Ada'"),
        ("accounts", "email", "'Ada@example.org'"),
        ("posts", "like_count", "-1"),
        ("posts", "comment_count", "-1"),
        ("users", "level", "0"),
    ],
)
def test_values_out_of_range_are_refused(
    database: Database, people: People, table: str, column: str, value: str
) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.connection().execute(text(f"UPDATE {table} SET {column} = {value}"))


def test_unknown_choices_do_not_reach_the_database(database: Database, people: People) -> None:
    with pytest.raises((StatementError, DataError)), database.write() as session:
        session.connection().execute(update(Space).values(visibility="hidden"))


def test_nobody_follows_themselves(database: Database, people: People) -> None:
    refuse(database, Follow(follower_id=people.ada.id, following_id=people.ada.id))


def test_a_report_points_to_what_it_names(database: Database, people: People) -> None:
    about = {"reporter_id": people.ben.id, "target_type": ReportTarget.post}
    refuse(database, Report(**about))
    refuse(database, Report(**about, user_id=people.ada.id))
    refuse(database, Report(**about, post_id=people.post.id, user_id=people.ada.id))
    refuse(database, Report(**about, post_id=people.post.id), Report(**about, post_id=people.post.id))


def test_a_project_has_one_owner(database: Database) -> None:
    refuse(database, Project(name="Nobody's"))


def test_an_author_cannot_vanish_from_under_a_post(database: Database, people: People) -> None:
    for row in (people.identity, people.ada, people.space):
        statement = delete(type(row)).where(col(type(row).id) == row.id)
        with pytest.raises(IntegrityError), database.write() as session:
            session.connection().execute(statement)


def test_rows_that_mean_nothing_alone_go_along(database: Database, people: People) -> None:
    with database.write() as session:
        comment = add(
            session, Comment(post_id=people.post.id, posting_identity_id=people.identity.id, author_name="Ada")
        )
        add(session, PostUpvote(post_id=people.post.id, voter_id=people.identity.id))
        assert comment.id
    with database.write() as session:
        session.delete(session.get(Post, people.post.id))
    with database.read() as session:
        assert session.exec(select(Comment)).all() == []
        assert session.exec(select(PostUpvote)).all() == []


def test_a_member_outlives_the_account(database: Database, people: People) -> None:
    with database.write() as session:
        session.delete(session.get(Account, people.account.id))
    with database.read() as session:
        assert session.exec(select(User.auth_id).where(col(User.id) == people.ada.id)).one() is None
