"""What the owner sees of the work in the background."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class Gauges(BaseModel):
    """How the work stands. `oldest_seconds` is how long the oldest job has been due."""

    waiting: int = 0
    due: int = 0
    running: int = 0
    retrying: int = 0
    failed: int = 0
    oldest_seconds: int = 0


class FailedJob(BaseModel):
    """A job that was given up; `title` is its kind in words."""

    id: UUID
    kind: str
    title: str
    attempts: int
    error: str
    created_at: datetime
    failed_at: datetime
