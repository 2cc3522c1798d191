"""The table of answers that are kept for requests which may be sent again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import HASH_LENGTH, optional_text
from opentribe.kit.db import moment, primary_key


class KeptAnswer(SQLModel, table=True):
    """One request by the one who asked (`scope`) under its own key; without an answer it is under way."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("scope", "request_key"),)

    id: UUID = primary_key()
    scope: str = Field(max_length=HASH_LENGTH)
    request_key: str = Field(max_length=HASH_LENGTH)
    fingerprint: str = Field(max_length=HASH_LENGTH)
    status: int | None = None
    answer: str | None = optional_text()
    created_at: datetime = moment(index=True)
