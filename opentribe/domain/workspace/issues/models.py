"""Tables of issues and of the chats they were talked about in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import listing, long_text
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

# Ranks are compared byte by byte on both databases, whatever language PostgreSQL was set up for.
RANK = String(80).with_variant(String(80, collation="C"), "postgresql")
OF_ORGANIZATION = text("project_id IS NULL AND organization_id IS NOT NULL")
OF_PERSON = text("project_id IS NULL AND organization_id IS NULL")


class IssueStatus(StrEnum):
    """Where an issue stands; the columns of the board."""

    backlog = "backlog"
    todo = "todo"
    in_progress = "in_progress"
    in_review = "in_review"
    done = "done"
    cancelled = "cancelled"


class IssuePriority(StrEnum):
    """How soon an issue wants doing."""

    none = "none"
    low = "low"
    medium = "medium"
    high = "high"
    urgent = "urgent"


class Issue(SQLModel, table=True):
    """Something to be done. Its identifier (ABC-12) is unique in its project, else organization, else person."""

    __tablename__ = "issues"
    __table_args__ = (
        one_of("status", IssueStatus),
        one_of("priority", IssuePriority),
        UniqueConstraint("project_id", "identifier"),
        Index(
            "uq_issues_organization_id_identifier",
            "organization_id",
            "identifier",
            unique=True,
            sqlite_where=OF_ORGANIZATION,
            postgresql_where=OF_ORGANIZATION,
        ),
        Index(
            "uq_issues_user_id_identifier",
            "user_id",
            "identifier",
            unique=True,
            sqlite_where=OF_PERSON,
            postgresql_where=OF_PERSON,
        ),
        Index(None, "project_id", "status", "rank"),
        Index(None, "status", "rank"),
        Index(None, "updated_at", "id"),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "RESTRICT")
    organization_id: UUID | None = optional_reference("organizations.id", "CASCADE")
    project_id: UUID | None = optional_reference("projects.id", "CASCADE", index=False)
    identifier: str = Field(max_length=40)
    title: str
    description: str = long_text()
    description_html: str = long_text()
    renderer_version: int = 1
    status: IssueStatus = choice(IssueStatus, IssueStatus.backlog)
    priority: IssuePriority = choice(IssuePriority, IssuePriority.none)
    assignee_id: UUID | None = optional_reference("users.id", "SET NULL")
    labels: list[str] = listing()
    rank: str = Field(default="", sa_type=RANK)
    due_date: date | None = None
    created_at: datetime = moment()
    updated_at: datetime = moment()
    deleted_at: datetime | None = optional_moment()


class IssueThread(SQLModel, table=True):
    """An issue was talked about in a chat."""

    __tablename__ = "issue_threads"
    __table_args__ = (UniqueConstraint("issue_id", "thread_id"),)

    id: UUID = primary_key()
    issue_id: UUID = reference("issues.id", "CASCADE", index=False)
    thread_id: UUID = reference("threads.id", "CASCADE")
    created_at: datetime = moment()
