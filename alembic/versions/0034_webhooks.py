"""Addresses that are told of what happens, and what was sent to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ON = sa.text("disabled_at IS NULL")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("old_seed", sa.String(length=64), nullable=True),
        sa.Column("old_seed_until", UtcDateTime(), nullable=True),
        sa.Column("on_post", sa.Boolean(), nullable=False),
        sa.Column("on_comment", sa.Boolean(), nullable=False),
        sa.Column("on_mention", sa.Boolean(), nullable=False),
        sa.Column("failure_count", sa.Integer(), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("rests_until", UtcDateTime(), nullable=True),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("failure_count >= 0", name=op.f("ck_webhooks_failure_count_not_negative")),
        sa.CheckConstraint("on_post OR on_comment OR on_mention", name=op.f("ck_webhooks_tells_something")),
        sa.CheckConstraint("(old_seed IS NULL) = (old_seed_until IS NULL)", name=op.f("ck_webhooks_old_seed_whole")),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["posting_identities.id"], name=op.f("fk_webhooks_identity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_webhooks_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_identity_id"), "webhooks", ["identity_id"])
    op.create_index(op.f("ix_webhooks_made_by"), "webhooks", ["made_by"])
    op.create_index("ix_webhooks_on", "webhooks", ["id"], sqlite_where=ON, postgresql_where=ON)
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", UtcDateTime(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_webhook_deliveries_attempts_not_negative")),
        sa.CheckConstraint(
            "deed IN ('post.created', 'comment.created', 'mention', 'ping')",
            name=op.f("ck_webhook_deliveries_deed_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'delivered', 'failed', 'dropped')",
            name=op.f("ck_webhook_deliveries_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_webhook_deliveries_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_webhook_deliveries_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_webhook_deliveries_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("webhook_id", "subject", name=op.f("uq_webhook_deliveries_webhook_id_subject")),
    )
    for columns in (["comment_id"], ["created_at"], ["post_id"], ["user_id"], ["webhook_id", "created_at", "id"]):
        op.create_index(op.f(f"ix_webhook_deliveries_{'_'.join(columns)}"), "webhook_deliveries", columns)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
