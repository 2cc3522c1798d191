"""Tables of tiers, memberships and what Stripe has told."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from opentribe.kit.columns import given_moment, listing, long_text, mapping, not_negative, optional_text
from opentribe.kit.db import choice, moment, one_of, optional_moment, optional_reference, primary_key, reference

UNAPPLIED = text("applied_at IS NULL")


class Billing(StrEnum):
    """How often a tier is paid."""

    free = "free"
    one_time = "one_time"
    monthly = "monthly"
    yearly = "yearly"


class MembershipStatus(StrEnum):
    """How a membership stands; the words are Stripe's where it has one."""

    incomplete = "incomplete"
    trialing = "trialing"
    active = "active"
    past_due = "past_due"
    cancelled = "cancelled"
    expired = "expired"


# A failed payment has its days of grace: access ends when the status moves on.
ACTIVE_STATUSES = (MembershipStatus.active, MembershipStatus.trialing, MembershipStatus.past_due)


class Tier(SQLModel, table=True):
    """Something one can be a member of. Never deleted once used: archived."""

    __tablename__ = "tiers"
    __table_args__ = (
        one_of("billing", Billing),
        CheckConstraint("billing = 'free' OR price_amount > 0", name="paid_has_price"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        *not_negative("price_amount", "trial_days", "position"),
    )

    id: UUID = primary_key()
    name: str
    description: str = long_text()
    billing: Billing = choice(Billing, Billing.free)
    price_amount: int = 0  # in the currency's smallest unit
    currency: str = Field(default="usd", max_length=3)
    benefits: list[str] = listing()
    trial_days: int = 0
    position: int = 0
    stripe_product_id: str | None = Field(default=None, max_length=255)
    stripe_price_id: str | None = Field(default=None, max_length=255, unique=True)
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()
    archived_at: datetime | None = optional_moment()


class Membership(SQLModel, table=True):
    """A member's place in a tier. Who comes back gets the same row again."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("status", MembershipStatus),
        UniqueConstraint("user_id", "tier_id"),
        Index(None, "status", "current_period_end"),
    )

    id: UUID = primary_key()
    user_id: UUID = reference("users.id", "CASCADE", index=False)
    tier_id: UUID = reference("tiers.id", "RESTRICT")
    status: MembershipStatus = choice(MembershipStatus, MembershipStatus.incomplete)
    # The customer it was bought under; the member's present one is users.stripe_customer_id.
    stripe_customer_id: str | None = Field(default=None, max_length=255, index=True)
    stripe_subscription_id: str | None = Field(default=None, max_length=255, unique=True)
    current_period_end: datetime | None = optional_moment()
    trial_end: datetime | None = optional_moment()
    cancel_at_period_end: bool = False
    granted_by: UUID | None = optional_reference("users.id", "SET NULL")
    created_at: datetime = moment()
    updated_at: datetime | None = optional_moment()


class StripeEvent(SQLModel, table=True):
    """A webhook as it arrived, stored once and applied in order."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        Index(
            "ix_stripe_events_unapplied",
            "stripe_created_at",
            "id",
            sqlite_where=UNAPPLIED,
            postgresql_where=UNAPPLIED,
        ),
        *not_negative("attempts"),
    )

    id: UUID = primary_key()
    stripe_event_id: str = Field(max_length=255, unique=True)
    type: str = Field(max_length=120)
    payload: dict[str, Any] = mapping()
    stripe_created_at: datetime = given_moment()
    received_at: datetime = moment()
    applied_at: datetime | None = optional_moment()
    attempts: int = 0
    last_error: str | None = optional_text()
