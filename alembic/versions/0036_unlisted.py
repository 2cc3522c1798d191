"""Members who stand on no leaderboard are counted from their index alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | Sequence[str] | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNLISTED = sa.text("deleted_at IS NOT NULL OR banned_at IS NOT NULL OR visibility = 'private' OR is_unranked")
COLUMNS = ["points", "id", "deleted_at", "banned_at", "visibility", "is_unranked"]


def upgrade() -> None:
    """With all that the count reads."""
    op.drop_index("ix_users_unlisted", table_name="users")
    op.create_index("ix_users_unlisted", "users", COLUMNS, sqlite_where=UNLISTED, postgresql_where=UNLISTED)


def downgrade() -> None:
    """With their ids."""
    op.drop_index("ix_users_unlisted", table_name="users")
    op.create_index("ix_users_unlisted", "users", ["id"], sqlite_where=UNLISTED, postgresql_where=UNLISTED)
