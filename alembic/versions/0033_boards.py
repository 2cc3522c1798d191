"""Leaderboards that members may stay off, and that may leave staff out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNLISTED = sa.text("deleted_at IS NOT NULL OR banned_at IS NOT NULL OR visibility = 'private' OR is_unranked")


def upgrade() -> None:
    """Everybody is ranked to begin with."""
    op.add_column("users", sa.Column("is_unranked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_users_unlisted", "users", ["id"], sqlite_where=UNLISTED, postgresql_where=UNLISTED)
    op.add_column(
        "community_settings", sa.Column("ranks_staff", sa.Boolean(), server_default=sa.true(), nullable=False)
    )


def downgrade() -> None:
    """There is one board again, for all."""
    with op.batch_alter_table("community_settings") as table:
        table.drop_column("ranks_staff")
    op.drop_index("ix_users_unlisted", table_name="users")
    with op.batch_alter_table("users") as table:
        table.drop_column("is_unranked")
