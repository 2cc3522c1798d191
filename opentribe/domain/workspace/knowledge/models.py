"""The table of knowledge that agents search by meaning."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import listing, long_text
from opentribe.kit.db import moment, optional_moment, optional_reference, primary_key


class Knowledge(SQLModel, table=True):
    """A piece of text. Its vector is of float32, little-endian; empty until it was computed."""

    __tablename__ = "knowledge"
    __table_args__ = (
        CheckConstraint("dimensions > 0", name="dimensions_positive"),
        CheckConstraint(
            "(embedding IS NULL) = (dimensions IS NULL) AND (embedding IS NULL) = (model IS NULL)",
            name="embedding_whole",
        ),
        Index(None, "created_at", "id"),
    )

    id: UUID = primary_key()
    title: str = ""
    content: str = long_text()
    embedding: bytes | None = None
    model: str | None = Field(default=None, max_length=120)
    dimensions: int | None = None
    tags: list[str] = listing()
    source: str | None = None
    user_id: UUID | None = optional_reference("users.id", "CASCADE")
    organization_id: UUID | None = optional_reference("organizations.id", "CASCADE")
    project_id: UUID | None = optional_reference("projects.id", "CASCADE")
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()
