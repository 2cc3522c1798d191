"""Changes of the levels, counted, and how far members have been given theirs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0032"
down_revision: str | Sequence[str] | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "level_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_level_revisions_number_positive")),
        sa.CheckConstraint("member_count >= 0", name=op.f("ck_level_revisions_member_count_not_negative")),
        sa.CheckConstraint("done_count >= 0", name=op.f("ck_level_revisions_done_count_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_revisions")),
        sa.UniqueConstraint("number", name=op.f("uq_level_revisions_number")),
    )


def downgrade() -> None:
    """Drop it; the levels stay as they are."""
    op.drop_table("level_revisions")
