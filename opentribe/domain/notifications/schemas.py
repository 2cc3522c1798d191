"""What members see of their notifications, and what they choose to be told."""

from __future__ import annotations

import functools
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, Field, ValidationError, field_validator

from opentribe.domain.notifications.models import NotificationType

MOST_COUNTED = 99
QUOTE_LENGTH = 140
SUBJECT_LENGTH = 80
UTC_ZONE = "UTC"
TOPIC = "notifications"  # what the link at the end of a letter ends


class Shelf(StrEnum):
    """Which notifications are listed: all, those unread, or those of one or two kinds."""

    all = "all"
    unread = "unread"
    comment = "comment"
    reply = "reply"
    mention = "mention"
    like = "like"
    follow = "follow"
    milestones = "milestones"
    community = "community"

    @property
    def kinds(self) -> tuple[NotificationType, ...]:
        """Which kinds stand there; none for the first two."""
        match self:
            case Shelf.all | Shelf.unread:
                return ()
            case Shelf.milestones:
                return NotificationType.level_up, NotificationType.badge
            case Shelf.community:
                return NotificationType.moderation, NotificationType.new_member
        return (NotificationType(self.value),)


class NotificationCard(BaseModel):
    """A line of the list: who (and how many others), what they did, to what, some words of it, and where that is.

    An empty `path` leads nowhere.
    """

    id: UUID
    type: NotificationType
    is_unread: bool
    actor_name: str
    actor_image: str | None
    actor_is_bot: bool
    others: int
    words: str
    subject: str
    quote: str
    path: str
    created_at: datetime

    @property
    def sentence(self) -> str:
        """All of it in one line, as a letter says it."""
        others = f" and {self.others} other{'' if self.others == 1 else 's'}" if self.others else ""
        subject = f" “{self.subject}”" if self.subject else ""
        return f"{self.actor_name}{others} {self.words}".strip() + subject


class BellCount(BaseModel):
    """How many lines are unread; `is_more` when there are more than are counted."""

    unread: int = 0
    is_more: bool = False


class Digest(StrEnum):
    """When mail about notifications is sent."""

    immediate = "immediate"
    daily = "daily"
    weekly = "weekly"
    off = "off"


class Channels(BaseModel):
    """How one hears of one kind."""

    in_app: bool = True
    mail: bool = True


QUIET = Channels(mail=False)
# The kinds that there is something to choose about.
CHOSEN_AMONG = (
    NotificationType.comment,
    NotificationType.reply,
    NotificationType.mention,
    NotificationType.like,
    NotificationType.follow,
    NotificationType.level_up,
    NotificationType.badge,
    NotificationType.moderation,
    NotificationType.new_member,
)
# What is chosen for a kind until its member chooses.
STANDARD = dict.fromkeys((NotificationType.like, NotificationType.level_up, NotificationType.new_member), QUIET)


class Preferences(BaseModel):
    """What a member wants to hear of, how, and when a digest comes: at `hour` in `zone`."""

    kinds: dict[NotificationType, Channels] = Field(default_factory=dict)
    digest: Digest = Digest.daily
    hour: int = Field(default=8, ge=0, le=23)
    zone: str = ""  # empty until chosen

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone and zone not in zones():
            raise ValueError("no such zone")
        return zone

    def channels(self, kind: NotificationType) -> Channels:
        """How one kind is heard of."""
        return self.kinds.get(kind) or STANDARD.get(kind) or Channels()

    def in_app(self, kind: NotificationType) -> bool:
        """Whether it comes into the list."""
        return self.channels(kind).in_app

    def by_mail(self, kind: NotificationType) -> bool:
        """Whether it is written about, at once or in a digest."""
        return self.digest != Digest.off and self.channels(kind).mail

    @property
    def place(self) -> ZoneInfo:
        """The zone that `hour` is meant in."""
        return ZoneInfo(self.zone or UTC_ZONE)


@functools.cache
def zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(available_timezones()) | {UTC_ZONE}


NOTHING_CHOSEN = Preferences()


def preferences_of(stored: dict[str, Any]) -> Preferences:
    """What a member chose; what cannot be read counts as not chosen."""
    if not stored:
        return NOTHING_CHOSEN
    try:
        return Preferences.model_validate(stored)
    except ValidationError:
        return NOTHING_CHOSEN
