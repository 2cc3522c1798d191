"""The table of named counters, such as the next issue number of a project."""

from uuid import UUID

from sqlmodel import Field, SQLModel

from opentribe.kit.columns import not_negative
from opentribe.kit.db import primary_key


class Number(SQLModel, table=True):
    """The last number that a counter gave."""

    __tablename__ = "numbers"
    __table_args__ = not_negative("value")

    id: UUID = primary_key()
    name: str = Field(max_length=120, unique=True)
    value: int = 0
