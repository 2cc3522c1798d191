"""The table of the community's own settings: one row."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, true
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text
from opentribe.kit.db import choice, moment, one_of, optional_moment, primary_key

DEFAULT_COLOR = "#4A7C59"


class Joining(StrEnum):
    """How one becomes a member."""

    open = "open"
    request = "request"
    invitation = "invitation"
    paid = "paid"


class CommunityBase(SQLModel):
    """What every visitor may see of the community."""

    id: UUID = primary_key()
    name: str = "OpenTribe"
    tagline: str = ""
    logo_file: str | None = None
    favicon_file: str | None = None
    primary_color: str = Field(default=DEFAULT_COLOR, max_length=7)
    welcome: str = long_text()
    joining: Joining = choice(Joining, Joining.open)


class CommunitySettings(CommunityBase, table=True):
    """The community. The unique `singleton`, which can only be true, keeps it to one row."""

    __tablename__ = "community_settings"
    __table_args__ = (
        CheckConstraint("singleton", name="one_row"),
        CheckConstraint("length(primary_color) = 7 AND primary_color LIKE '#%'", name="primary_color_hex"),
        one_of("joining", Joining),
    )

    singleton: bool = Field(default=True, unique=True)
    custom_domain: str | None = Field(default=None, max_length=253)
    ranks_staff: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    stripe_connected_account_id: str | None = Field(default=None, max_length=255)
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
