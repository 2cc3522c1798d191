"""Tables of mail: addresses that take none, and what members asked not to get."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text, lower_case
from opentribe.kit.db import moment, primary_key, reference


class MailStop(SQLModel, table=True):
    """A mail server said for good that nobody is at this address; nothing is sent there until somebody lifts it."""

    __tablename__ = "mail_stops"
    __table_args__ = (lower_case("address"), Index(None, "created_at", "id"))

    id: UUID = primary_key()
    address: str = Field(max_length=254, unique=True)
    reason: str = long_text()
    created_at: datetime = moment()


class MailOptOut(SQLModel, table=True):
    """A member wants no mail on a topic."""

    __tablename__ = "mail_opt_outs"
    __table_args__ = (UniqueConstraint("user_id", "topic"),)

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    topic: str = Field(max_length=40)
    created_at: datetime = moment()
