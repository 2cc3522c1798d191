"""Tables of recognition: the ledger of points, what each deed is worth, the levels, badges and streaks."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import not_negative
from opentribe.kit.db import Choice, choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

GIVEN = text("reverses_id IS NULL")


class PointAction(StrEnum):
    """What points are given for."""

    post = "post"
    comment = "comment"
    like_received = "like_received"
    lesson_completed = "lesson_completed"
    course_completed = "course_completed"
    event_rsvp = "event_rsvp"
    daily_visit = "daily_visit"
    profile_completed = "profile_completed"
    introduction = "introduction"
    first_like = "first_like"
    adjustment = "adjustment"


class ReferenceType(StrEnum):
    """What `reference_id` names: a row of that kind, or a day. A like is named by what is liked and by which member."""

    post = "post"
    comment = "comment"
    post_upvote = "post_upvote"
    comment_upvote = "comment_upvote"
    lesson = "lesson"
    course = "course"
    rsvp = "rsvp"
    user = "user"
    day = "day"


class PointEntry(SQLModel, table=True):
    """A line of the ledger, never changed: undoing a deed adds the opposite line, tied to it by `reverses_id`.

    Whoever does it again adds the opposite of the opposite. All lines of a deed carry its moment, so that they count
    in the same week and month; the order of their ids is that in which they were written. `reference_id` is no foreign
    key on purpose: the ledger outlives what it tells of.
    """

    __tablename__ = "points"
    __table_args__ = (
        one_of("action", PointAction),
        one_of("reference_type", ReferenceType),
        Index(
            "uq_points_deed",
            "user_id",
            "action",
            "reference_type",
            "reference_id",
            unique=True,
            sqlite_where=GIVEN,
            postgresql_where=GIVEN,
        ),
        Index(None, "user_id", "created_at", "id"),
        Index(None, "action", "created_at"),
        Index(None, "reference_type", "reference_id"),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    action: PointAction = choice(PointAction, PointAction.post)
    amount: int
    reference_type: ReferenceType = choice(ReferenceType, ReferenceType.post)
    reference_id: str = Field(max_length=64)
    reverses_id: UUID | None = optional_reference("points.id", "CASCADE", unique=True)
    created_at: datetime = moment(index=True)


class Period(StrEnum):
    """How long points are added up for a leaderboard; for all time it is `users.points`."""

    month = "month"
    week = "week"


class PointTotal(SQLModel, table=True):
    """The points of a member in one month or week (from Monday, in UTC), kept in step with the ledger."""

    __tablename__ = "point_totals"
    __table_args__ = (
        one_of("period", Period),
        UniqueConstraint("user_id", "period", "starts_on"),
        Index(None, "period", "starts_on", "points", "user_id"),
        *not_negative("points"),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    period: Period = choice(Period, Period.month)
    starts_on: date
    points: int = 0


class PointRule(SQLModel, table=True):
    """What the owner gives for a deed, and for how many of a day (UTC); 0 switches it off, an empty cap is no limit."""

    __tablename__ = "gamification_config"
    __table_args__ = (one_of("action", PointAction), *not_negative("point_value", "daily_cap"))

    id: UUID = primary_key()
    action: PointAction = Field(sa_type=Choice(PointAction), unique=True)
    point_value: int = 0
    daily_cap: int | None = None
    updated_at: datetime | None = optional_moment()


class Level(SQLModel, table=True):
    """A level, reached at its threshold."""

    __tablename__ = "levels"
    __table_args__ = (
        CheckConstraint("length(color) = 7 AND color LIKE '#%'", name="color_hex"),
        CheckConstraint("position >= 1", name="position_positive"),
        *not_negative("threshold"),
    )

    id: UUID = primary_key()
    name: str
    threshold: int = Field(unique=True)
    position: int = Field(unique=True)
    color: str = Field(default="#4A7C59", max_length=7)


class AutomaticBadge(StrEnum):
    """What the house gives by itself: once, and never takes back."""

    founder = "founder"
    first_post = "first_post"
    ten_comments = "ten_comments"
    week_streak = "week_streak"
    month_streak = "month_streak"
    course_finished = "course_finished"


class Badge(SQLModel, table=True):
    """Something to be proud of. `kind` names those that the house gives by itself; the owner gives the others."""

    __tablename__ = "badges"
    __table_args__ = (one_of("kind", AutomaticBadge), Index(None, "created_at", "id"))

    id: UUID = primary_key()
    kind: AutomaticBadge | None = Field(default=None, sa_type=Choice(AutomaticBadge), unique=True)
    name: str = Field(max_length=40)
    icon: str = Field(max_length=16)
    description: str = Field(default="", max_length=200)
    created_at: datetime = moment()


class MemberBadge(SQLModel, table=True):
    """A badge that a member has; each once. `given_by_id` is empty for those that are given by themselves."""

    __tablename__ = "member_badges"
    __table_args__ = (UniqueConstraint("user_id", "badge_id"),)

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    badge_id: UUID = reference("badges.id", "CASCADE")
    given_by_id: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()


class VisitStreak(SQLModel, table=True):
    """On how many days in a row (UTC) a member was here: from `began_on` to `last_on`, and at most ever."""

    __tablename__ = "visit_streaks"
    __table_args__ = (CheckConstraint("began_on <= last_on", name="in_order"), *not_negative("longest"))

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False, unique=True)
    began_on: date
    last_on: date
    longest: int = 1


class LevelRevision(SQLModel, table=True):
    """A change of the levels: the numbers count up from 1, so that of two changes made at once one is refused.

    Where thresholds moved, `done_count` tells how many of `member_count` have been given their level by them.
    """

    __tablename__ = "level_revisions"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_positive"),
        *not_negative("member_count", "done_count"),
    )

    id: UUID = primary_key()
    number: int = Field(unique=True)
    member_count: int = 0
    done_count: int = 0
    created_at: datetime = moment()
    finished_at: datetime | None = optional_moment()
