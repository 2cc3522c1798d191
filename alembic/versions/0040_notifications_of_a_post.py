"""An index of what waits to be read about a post, for when its page is opened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WAITING = sa.text("read_at IS NULL AND deleted_at IS NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_notifications_waiting",
        "notifications",
        ["user_id", "post_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_notifications_waiting", "notifications")
