"""Addresses that take no mail, and what members asked not to get."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0030"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "mail_stops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_mail_stops_address_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_stops")),
        sa.UniqueConstraint("address", name=op.f("uq_mail_stops_address")),
    )
    op.create_index(op.f("ix_mail_stops_created_at_id"), "mail_stops", ["created_at", "id"])
    op.create_table(
        "mail_opt_outs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mail_opt_outs_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_opt_outs")),
        sa.UniqueConstraint("user_id", "topic", name=op.f("uq_mail_opt_outs_user_id_topic")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("mail_opt_outs")
    op.drop_index(op.f("ix_mail_stops_created_at_id"), table_name="mail_stops")
    op.drop_table("mail_stops")
