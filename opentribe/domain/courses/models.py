"""Tables of courses: what is taught, what comes with it, and how far each member has got."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text, lower_case, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference


class CourseVisibility(StrEnum):
    """Who may see a course."""

    public = "public"
    members = "members"
    paid = "paid"


class CourseStatus(StrEnum):
    """Whether a course is ready for others than its makers."""

    draft = "draft"
    published = "published"


class Course(SQLModel, table=True):
    """A course. A paid one opens with its tier, or is bought by itself at its price."""

    __tablename__ = "courses"
    __table_args__ = (
        one_of("visibility", CourseVisibility),
        one_of("status", CourseStatus),
        lower_case("slug"),
        CheckConstraint("(price_amount IS NULL) = (currency IS NULL)", name="price_whole"),
        *not_negative("price_amount", "enrollment_count", "position"),
        Index(None, "status", "position"),
    )

    id: UUID = primary_key()
    title: str
    slug: str = Field(max_length=80, unique=True)
    description: str = long_text()
    thumbnail_file: str | None = None
    visibility: CourseVisibility = choice(CourseVisibility, CourseVisibility.members)
    status: CourseStatus = choice(CourseStatus, CourseStatus.draft)
    required_tier_id: UUID | None = optional_reference("tiers.id", "RESTRICT")
    price_amount: int | None = None  # in the currency's smallest unit
    currency: str | None = Field(default=None, max_length=3)
    position: int = 0
    enrollment_count: int = 0
    created_by: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    published_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class Module(SQLModel, table=True):
    """A part of a course."""

    __tablename__ = "modules"
    __table_args__ = (Index(None, "course_id", "position"), *not_negative("position"))

    id: UUID = primary_key()
    course_id: UUID = reference("courses.id", "CASCADE", index=False)
    title: str
    position: int = 0
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class Lesson(SQLModel, table=True):
    """A lesson of a module: text, a video, attachments."""

    __tablename__ = "lessons"
    __table_args__ = (Index(None, "module_id", "position"), *not_negative("position"))

    id: UUID = primary_key()
    module_id: UUID = reference("modules.id", "CASCADE", index=False)
    title: str
    content: str = long_text()
    content_html: str = long_text()
    renderer_version: int = 1
    video_url: str | None = None
    position: int = 0
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class Attachment(SQLModel, table=True):
    """A file that comes with a lesson, downloaded under its own name."""

    __tablename__ = "attachments"
    __table_args__ = (Index(None, "lesson_id", "position"), *not_negative("size", "position"))

    id: UUID = primary_key()
    lesson_id: UUID = reference("lessons.id", "CASCADE", index=False)
    file: str
    name: str
    content_type: str = Field(max_length=120)
    size: int = 0  # bytes
    position: int = 0
    created_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()


class Enrollment(SQLModel, table=True):
    """A member takes a course, and where they stopped."""

    __tablename__ = "enrollments"
    __table_args__ = (UniqueConstraint("course_id", "user_id"),)

    id: UUID = primary_key()
    course_id: UUID = reference("courses.id", "CASCADE", index=False)
    user_id: UUID = reference("users.id", "CASCADE")
    last_lesson_id: UUID | None = optional_reference("lessons.id", "SET NULL")
    completed_at: datetime | None = optional_moment()
    created_at: datetime = moment()


class LessonProgress(SQLModel, table=True):
    """A member began a lesson, and when they had finished it."""

    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("user_id", "lesson_id"),)

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    lesson_id: UUID = reference("lessons.id", "CASCADE")
    completed_at: datetime | None = optional_moment()
    created_at: datetime = moment()
