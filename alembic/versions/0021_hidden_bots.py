"""Members hide bots, and spaces know when a person last posted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nobody hides bots to begin with."""
    op.add_column("users", sa.Column("hides_bots", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("spaces", sa.Column("last_person_post_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE spaces SET last_person_post_at = (SELECT max(posts.created_at) FROM posts "
        "WHERE posts.space_id = spaces.id AND NOT posts.author_is_bot)"
    )


def downgrade() -> None:
    """Bots are shown to everybody again."""
    with op.batch_alter_table("spaces") as table:
        table.drop_column("last_person_post_at")
    with op.batch_alter_table("users") as table:
        table.drop_column("hides_bots")
