"""Tags, mentions, and what members are found by as one types their name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime
from opentribe.kit.ids import new_id
from opentribe.kit.text import fold

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SORT_KEY = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and the keys of the members who are here."""
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", SORT_KEY, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
    )
    op.create_index("ix_tags_key_id", "tags", ["key", "id"])
    op.create_table(
        "name_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", SORT_KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_name_keys_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_name_keys"),
        sa.UniqueConstraint("user_id", "key", name="uq_name_keys_user_id_key"),
    )
    op.create_index("ix_name_keys_key_user_id", "name_keys", ["key", "user_id"])
    op.create_table(
        "space_tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("post_count >= 0", name=op.f("ck_space_tags_post_count_not_negative")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_space_tags_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_space_tags_tag_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_space_tags"),
        sa.UniqueConstraint("tag_id", "space_id", name="uq_space_tags_tag_id_space_id"),
    )
    op.create_index("ix_space_tags_space_id", "space_tags", ["space_id"])
    op.create_table(
        "post_tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_tags_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_post_tags_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_post_tags_tag_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_post_tags"),
        sa.UniqueConstraint("post_id", "tag_id", name="uq_post_tags_post_id_tag_id"),
    )
    op.create_index(
        "ix_post_tags_space_id_tag_id_created_at_post_id", "post_tags", ["space_id", "tag_id", "created_at", "post_id"]
    )
    op.create_index("ix_post_tags_tag_id_created_at_post_id", "post_tags", ["tag_id", "created_at", "post_id"])
    op.create_table(
        "mentions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(post_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_mentions_one_target")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_mentions_comment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_mentions_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mentions_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
        sa.UniqueConstraint("comment_id", "user_id", name="uq_mentions_comment_id_user_id"),
        sa.UniqueConstraint("post_id", "user_id", name="uq_mentions_post_id_user_id"),
    )
    op.create_index("ix_mentions_user_id_created_at_id", "mentions", ["user_id", "created_at", "id"])
    if not op.get_context().as_sql:
        _find_members()


def _find_members() -> None:
    users = sa.table("users", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("username"))
    keys = sa.table("name_keys", *(sa.column(name, sa.Uuid()) for name in ("id", "user_id")), sa.column("key"))
    rows = []
    for user_id, name, username in op.get_bind().execute(sa.select(users.c.id, users.c.name, users.c.username)):
        words = fold(name).split()
        found = {username, *(" ".join(words[start:])[:120] for start in range(min(len(words), 6)))}
        rows += [{"id": new_id(), "user_id": user_id, "key": key} for key in sorted(found)]
    if rows:
        op.bulk_insert(keys, rows)


def downgrade() -> None:
    """Drop them."""
    for table in ("mentions", "post_tags", "space_tags", "name_keys", "tags"):
        op.drop_table(table)
