"""The table of reports."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from opentribe.kit.columns import long_text
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key

OPEN = text("status = 'open'")


class ReportTarget(StrEnum):
    """What can be reported."""

    post = "post"
    comment = "comment"
    user = "user"
    message = "message"


class ReportStatus(StrEnum):
    """How far a report got."""

    open = "open"
    upheld = "upheld"
    dismissed = "dismissed"


def _one_open_report(column: str) -> Index:
    """Nobody has two open reports of the same thing."""
    name = f"uq_reports_open_{column}"
    return Index(name, "reporter_id", column, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


TARGET_COLUMNS = tuple(f"{target.value}_id" for target in ReportTarget)
# The column that `target_type` names is set, and no other.
_TARGET_FITS = " AND ".join(f"({column} IS NOT NULL) = (target_type = '{column[:-3]}')" for column in TARGET_COLUMNS)


class Report(SQLModel, table=True):
    """A report of a post, comment, member or message. Without a reporter it was raised automatically."""

    __tablename__ = "reports"
    __table_args__ = (
        one_of("target_type", ReportTarget),
        one_of("status", ReportStatus),
        CheckConstraint(_TARGET_FITS, name="target_fits"),
        CheckConstraint("(status = 'open') = (resolved_at IS NULL)", name="resolved_has_time"),
        *(_one_open_report(column) for column in TARGET_COLUMNS),
        Index(None, "status", "created_at", "id"),
    )

    id: UUID = primary_key()
    reporter_id: UUID | None = optional_reference("users.id", "SET NULL")
    target_type: ReportTarget = choice(ReportTarget, ReportTarget.post)
    post_id: UUID | None = optional_reference("posts.id", "CASCADE")
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE")
    user_id: UUID | None = optional_reference("users.id", "CASCADE")
    message_id: UUID | None = optional_reference("messages.id", "CASCADE")
    reason: str = long_text()
    status: ReportStatus = choice(ReportStatus, ReportStatus.open)
    created_at: datetime = moment()
    resolved_at: datetime | None = optional_moment()
    resolved_by: UUID | None = optional_reference("users.id", "SET NULL")
