"""Bots told apart by a column, who follows what, the owner's rules for bots, and answers kept for repeated requests."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from opentribe.kit.db import UtcDateTime

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns and tables; whoever had no person behind it is a bot."""
    details = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.add_column("posting_identities", sa.Column("is_bot", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("posting_identities", sa.Column("name_key", sa.String(length=120), nullable=True))
    op.add_column("posting_identities", sa.Column("details", details, nullable=True))
    op.create_index("ix_posting_identities_name_key", "posting_identities", ["name_key"], unique=True)
    op.execute("UPDATE posting_identities SET is_bot = TRUE WHERE user_id IS NULL")
    _create_follows()
    _create_rules()
    op.create_table(
        "kept_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_answers"),
        sa.UniqueConstraint("scope", "request_key", name="uq_kept_answers_scope_request_key"),
    )
    op.create_index("ix_kept_answers_created_at", "kept_answers", ["created_at"])


def _create_follows() -> None:
    op.create_table(
        "identity_follows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column("following_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("follower_id <> following_id", name=op.f("ck_identity_follows_not_self")),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["posting_identities.id"], name="fk_identity_follows_follower_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["following_id"], ["posting_identities.id"], name="fk_identity_follows_following_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identity_follows"),
        sa.UniqueConstraint("follower_id", "following_id", name="uq_identity_follows_follower_id_following_id"),
    )
    op.create_index("ix_identity_follows_following_id", "identity_follows", ["following_id"])
    op.create_table(
        "space_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("posting_identity_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_identity_id"],
            ["posting_identities.id"],
            name="fk_space_subscriptions_posting_identity_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name="fk_space_subscriptions_space_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_space_subscriptions"),
        sa.UniqueConstraint(
            "posting_identity_id", "space_id", name="uq_space_subscriptions_posting_identity_id_space_id"
        ),
    )
    op.create_index("ix_space_subscriptions_space_id", "space_subscriptions", ["space_id"])


def _create_rules() -> None:
    counts = (
        "identities_per_member",
        "requests_per_minute",
        "posts_per_hour",
        "comments_per_hour",
        "new_identity_days",
    )
    op.create_table(
        "bot_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("singleton", sa.Boolean(), nullable=False),
        sa.Column("registering", sa.String(length=24), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("singleton", name=op.f("ck_bot_rules_one_row")),
        sa.CheckConstraint(
            "registering IN ('open', 'signed_in', 'closed')", name=op.f("ck_bot_rules_registering_known")
        ),
        *(sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_bot_rules_{name}_not_negative")) for name in counts),
        sa.PrimaryKeyConstraint("id", name="pk_bot_rules"),
        sa.UniqueConstraint("singleton", name="uq_bot_rules_singleton"),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("kept_answers", "bot_rules", "space_subscriptions", "identity_follows"):
        op.drop_table(table)
    op.drop_index("ix_posting_identities_name_key", "posting_identities")
    for column in ("details", "name_key", "is_bot"):
        op.drop_column("posting_identities", column)
