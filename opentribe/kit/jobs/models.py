"""The outbox: what is to be done in the background, and how far it got."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import mapping, not_negative, optional_text
from opentribe.kit.db import moment, optional_moment, primary_key

WAITING = text("done_at IS NULL AND failed_at IS NULL")
DONE = text("done_at IS NOT NULL")
FAILED = text("failed_at IS NOT NULL")


class Job(SQLModel, table=True):
    """One deed. It waits until `run_at`, is leased while a worker has it, and ends done or failed."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR failed_at IS NULL", name="ends_once"),
        CheckConstraint("(lease_by IS NULL) = (lease_until IS NULL)", name="lease_whole"),
        CheckConstraint("max_attempts >= 1", name="max_attempts_positive"),
        *not_negative("attempts"),
        # Workers take the lowest priority number first, then what is due longest.
        Index("ix_jobs_waiting", "priority", "run_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_jobs_due", "run_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_jobs_done", "done_at", sqlite_where=DONE, postgresql_where=DONE),
        Index("ix_jobs_failed", "failed_at", "id", sqlite_where=FAILED, postgresql_where=FAILED),
    )

    id: UUID = primary_key()
    kind: str = Field(max_length=80)
    payload: dict[str, Any] = mapping()
    dedupe_key: str | None = Field(default=None, max_length=200, unique=True)
    priority: int = 100
    run_at: datetime = moment()
    attempts: int = 0
    max_attempts: int = 8
    lease_by: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = optional_moment()
    done_at: datetime | None = optional_moment()
    failed_at: datetime | None = optional_moment()
    last_error: str | None = optional_text()
    created_at: datetime = moment()
