"""How far each member's digests reach."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0037"
down_revision: str | Sequence[str] | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "digest_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digest_marks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_marks")),
        sa.UniqueConstraint("user_id", name=op.f("uq_digest_marks_user_id")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("digest_marks")
