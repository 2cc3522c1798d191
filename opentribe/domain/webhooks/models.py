"""Tables of webhooks and of what was sent to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import long_text, not_negative
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

ON = text("disabled_at IS NULL")


class Deed(StrEnum):
    """What a delivery tells of, as programs read it."""

    post = "post.created"
    comment = "comment.created"
    mention = "mention"
    ping = "ping"


class Outcome(StrEnum):
    """How a delivery stands."""

    waiting = "waiting"
    delivered = "delivered"
    failed = "failed"
    dropped = "dropped"  # by the time it was to be sent there was nothing to say, or nobody to say it to


class Webhook(SQLModel, table=True):
    """An address that is told of what an identity may see; without an identity, of what admins see.

    No secret is here: it is made from `seed` and the installation's key (see `signing`).
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        *not_negative("failure_count"),
        CheckConstraint("on_post OR on_comment OR on_mention", name="tells_something"),
        CheckConstraint("(old_seed IS NULL) = (old_seed_until IS NULL)", name="old_seed_whole"),
        Index("ix_webhooks_on", "id", sqlite_where=ON, postgresql_where=ON),
    )

    id: UUID = primary_key()
    identity_id: UUID | None = optional_reference("posting_identities.id", "CASCADE")
    made_by: UUID | None = optional_reference("users.id", "SET NULL")
    url: str = long_text()
    seed: str = Field(max_length=64)
    old_seed: str | None = Field(default=None, max_length=64)
    old_seed_until: datetime | None = optional_moment()
    on_post: bool = True
    on_comment: bool = True
    on_mention: bool = True
    failure_count: int = 0  # in a row
    failing_since: datetime | None = optional_moment()
    rests_until: datetime | None = optional_moment()
    disabled_at: datetime | None = optional_moment()
    disabled_reason: str = long_text()
    delivered_at: datetime | None = optional_moment()
    created_at: datetime = moment()


class WebhookDelivery(SQLModel, table=True):
    """One thing told to one webhook; its id is what the receiver knows a repetition by. Kept some days."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "subject"),
        one_of("deed", Deed),
        one_of("outcome", Outcome),
        *not_negative("attempts"),
        Index(None, "webhook_id", "created_at", "id"),
        Index(None, "created_at"),
    )

    id: UUID = primary_key()
    webhook_id: UUID = reference("webhooks.id", "CASCADE", index=False)
    deed: Deed = choice(Deed, Deed.ping)
    subject: str = Field(max_length=120)  # what it is about, so that it is told once
    post_id: UUID | None = optional_reference("posts.id", "CASCADE")
    comment_id: UUID | None = optional_reference("comments.id", "CASCADE")
    user_id: UUID | None = optional_reference("users.id", "CASCADE")  # who was mentioned
    outcome: Outcome = choice(Outcome, Outcome.waiting)
    attempts: int = 0
    run_at: datetime | None = optional_moment()
    status: int | None = None  # what the receiver answered, as HTTP has it
    took_ms: int | None = None
    said: str = long_text()  # how the answer began, or why there was none
    happened_at: datetime = moment()
    created_at: datetime = moment()
    ended_at: datetime | None = optional_moment()
