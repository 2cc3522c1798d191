"""Pictures of bots and pen names; files may be brought by a bot that nobody answers for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from opentribe.kit.db import UtcDateTime

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PLACES = ("post_id", "comment_id", "user_id", "space_id")
ONE_TARGET = "ck_file_uses_one_target"


def one_of(places: Sequence[str]) -> str:
    """The condition that exactly one of these columns is filled."""
    return "(" + " + ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END" for each in places) + ") = 1"


def files() -> sa.Table:
    """The table as it was, for databases that change one by writing it anew."""
    return sa.Table(
        "files",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=False),
        sa.Column(
            "variants",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('picture', 'attachment', 'avatar', 'cover')", name=op.f("ck_files_kind_known")),
        sa.CheckConstraint("height >= 0", name=op.f("ck_files_height_not_negative")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_files_size_not_negative")),
        sa.CheckConstraint("width >= 0", name=op.f("ck_files_width_not_negative")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_files_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_files_storage_key")),
        sa.Index("ix_files_created_at", "created_at"),
        sa.Index("ix_files_owner_id_created_at", "owner_id", "created_at"),
    )


def file_uses() -> sa.Table:
    """As `files`."""
    return sa.Table(
        "file_uses",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN post_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN user_id IS NULL THEN 0 ELSE 1 END + CASE WHEN space_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_file_uses_one_target"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_file_uses_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_file_uses_file_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_file_uses_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_file_uses_space_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_file_uses_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_uses")),
        sa.UniqueConstraint("file_id", "comment_id", name=op.f("uq_file_uses_file_id_comment_id")),
        sa.UniqueConstraint("file_id", "post_id", name=op.f("uq_file_uses_file_id_post_id")),
        sa.Index("ix_file_uses_comment_id", "comment_id"),
        sa.Index("ix_file_uses_post_id", "post_id"),
        sa.Index("ix_file_uses_space_id", "space_id", unique=True),
        sa.Index("ix_file_uses_user_id", "user_id", unique=True),
    )


def upgrade() -> None:
    """Let identities show files, and bots bring them."""
    with op.batch_alter_table("files", copy_from=files()) as table:
        table.alter_column("owner_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("bot_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_files_bot_id", "posting_identities", ["bot_id"], ["id"], ondelete="CASCADE")
        table.create_index("ix_files_bot_id", ["bot_id"])
        table.create_check_constraint(op.f("ck_files_is_somebodys"), "owner_id IS NOT NULL OR bot_id IS NOT NULL")
    with op.batch_alter_table("file_uses", copy_from=file_uses()) as table:
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
