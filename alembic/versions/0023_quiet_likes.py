"""Likes that are shown and make nothing more popular."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Likes of before count as they did."""
    op.add_column("post_upvotes", sa.Column("is_quiet", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Both databases take a column with its constraint; nothing is copied.
    op.execute(
        "ALTER TABLE posts ADD COLUMN quiet_like_count INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_posts_quiet_like_count_not_negative CHECK (quiet_like_count >= 0)"
    )


def downgrade() -> None:
    """Every like counts again."""
    with op.batch_alter_table("posts") as table:
        table.drop_constraint(op.f("ck_posts_quiet_like_count_not_negative"), type_="check")
        table.drop_column("quiet_like_count")
    with op.batch_alter_table("post_upvotes") as table:
        table.drop_column("is_quiet")
