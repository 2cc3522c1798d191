"""Tables of the calendar: events, the dates that depart from their rule, and who comes."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import given_moment, long_text, not_negative, optional_document, optional_text
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

WHOLE_SERIES = text("occurrence_start IS NULL")


class EventVisibility(StrEnum):
    """Who may see an event."""

    public = "public"
    members = "members"
    paid = "paid"


class RsvpStatus(StrEnum):
    """What a member answered; the waiting list is a `going` that found no place."""

    going = "going"
    maybe = "maybe"
    not_going = "not_going"
    waiting = "waiting"


class Event(SQLModel, table=True):
    """An event, or a series of them when it has a recurrence (RRULE parts: freq, interval, until, count, byday)."""

    __tablename__ = "events"
    __table_args__ = (
        one_of("visibility", EventVisibility),
        CheckConstraint("end_time >= start_time", name="ends_after_start"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        *not_negative("going_count"),
        Index(None, "start_time", "id"),
    )

    id: UUID = primary_key()
    title: str
    description: str = long_text()
    description_html: str = long_text()
    renderer_version: int = 1
    cover_file: str | None = None
    start_time: datetime = given_moment()
    end_time: datetime = given_moment()
    time_zone: str = Field(default="UTC", max_length=64)  # IANA name; recurrence is expanded in it
    location: str = ""
    url: str | None = None
    visibility: EventVisibility = choice(EventVisibility, EventVisibility.members)
    required_tier_id: UUID | None = optional_reference("tiers.id", "RESTRICT")
    host_id: UUID | None = optional_reference("users.id", "SET NULL")
    capacity: int | None = None
    going_count: int = 0
    recurrence: dict[str, Any] | None = optional_document()
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    cancelled_at: datetime | None = optional_moment()
    deleted_at: datetime | None = optional_moment()


class EventException(SQLModel, table=True):
    """One date of a series that is cancelled or differs; an empty column keeps the series' value."""

    __tablename__ = "event_exceptions"
    __table_args__ = (
        UniqueConstraint("event_id", "occurrence_start"),
        CheckConstraint("end_time >= start_time", name="ends_after_start"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    id: UUID = primary_key()
    event_id: UUID = reference("events.id", "CASCADE", index=False)
    occurrence_start: datetime = given_moment()
    is_cancelled: bool = False
    title: str | None = None
    description: str | None = optional_text()
    description_html: str | None = optional_text()
    start_time: datetime | None = optional_moment()
    end_time: datetime | None = optional_moment()
    location: str | None = None
    url: str | None = None
    capacity: int | None = None
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()


class Rsvp(SQLModel, table=True):
    """A member's answer to an event: one for the whole, and for a series at most one for each date."""

    __tablename__ = "rsvps"
    __table_args__ = (
        one_of("status", RsvpStatus),
        UniqueConstraint("event_id", "user_id", "occurrence_start"),
        Index(
            "uq_rsvps_event_id_user_id",
            "event_id",
            "user_id",
            unique=True,
            sqlite_where=WHOLE_SERIES,
            postgresql_where=WHOLE_SERIES,
        ),
        Index(None, "event_id", "status", "created_at"),
    )

    id: UUID = primary_key()
    event_id: UUID = reference("events.id", "CASCADE", index=False)
    user_id: UUID = reference("users.id", "CASCADE")
    occurrence_start: datetime | None = optional_moment()
    status: RsvpStatus = choice(RsvpStatus, RsvpStatus.going)
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
