"""Pictures of bots and pen names; files may be brought by a bot that nobody answers for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PLACES = ("post_id", "comment_id", "user_id", "space_id")
ONE_TARGET = "ck_file_uses_one_target"


def one_of(places: Sequence[str]) -> str:
    """The condition that exactly one of these columns is filled."""
    return "(" + " + ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END" for each in places) + ") = 1"


def upgrade() -> None:
    """Let identities show files, and bots bring them."""
    with op.batch_alter_table("files") as table:
        table.alter_column("owner_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("bot_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_files_bot_id", "posting_identities", ["bot_id"], ["id"], ondelete="CASCADE")
        table.create_index("ix_files_bot_id", ["bot_id"])
        table.create_check_constraint(op.f("ck_files_is_somebodys"), "owner_id IS NOT NULL OR bot_id IS NOT NULL")
    with op.batch_alter_table("file_uses") as table:
        table.drop_constraint(op.f(ONE_TARGET), type_="check")
        table.add_column(sa.Column("identity_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            "fk_file_uses_identity_id", "posting_identities", ["identity_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index("ix_file_uses_identity_id", ["identity_id"], unique=True)
        table.create_check_constraint(op.f(ONE_TARGET), one_of((*PLACES, "identity_id")))


def downgrade() -> None:
    """Identities have drawn portraits again; what bots brought that nobody answers for is gone."""
    op.execute("DELETE FROM file_uses WHERE identity_id IS NOT NULL")
    op.execute("DELETE FROM files WHERE owner_id IS NULL")
    op.execute("UPDATE posting_identities SET image = NULL WHERE image LIKE '/files/%' AND NOT is_default")
    with op.batch_alter_table("file_uses") as table:
        table.drop_constraint(op.f(ONE_TARGET), type_="check")
        table.drop_index("ix_file_uses_identity_id")
        table.drop_constraint("fk_file_uses_identity_id", type_="foreignkey")
        table.drop_column("identity_id")
        table.create_check_constraint(op.f(ONE_TARGET), one_of(PLACES))
    with op.batch_alter_table("files") as table:
        table.drop_constraint(op.f("ck_files_is_somebodys"), type_="check")
        table.drop_index("ix_files_bot_id")
        table.drop_constraint("fk_files_bot_id", type_="foreignkey")
        table.drop_column("bot_id")
        table.alter_column("owner_id", existing_type=sa.Uuid(), nullable=False)
