"""The table of projects."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from opentribe.kit.columns import listing, long_text, optional_text
from opentribe.kit.db import moment, optional_moment, optional_reference, primary_key


class Project(SQLModel, table=True):
    """What is worked on. It belongs to a person or to an organization, never to both."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (organization_id IS NULL)", name="one_owner"),
        Index(None, "updated_at", "id"),
        Index(None, "is_archived", "updated_at"),
    )

    id: UUID = primary_key()
    name: str
    description: str = long_text()
    user_id: UUID | None = optional_reference("users.id", "CASCADE")
    organization_id: UUID | None = optional_reference("organizations.id", "CASCADE")
    system_prompt: str | None = optional_text()
    default_model: str | None = None
    default_tools: list[str] = listing()
    autopilot_spec: str | None = optional_text()
    autopilot_plan: str | None = optional_text()
    autopilot_plan_updated_at: datetime | None = optional_moment()
    created_at: datetime = moment()
    updated_at: datetime = moment()
    is_archived: bool = False
    deleted_at: datetime | None = optional_moment()
