"""Bookmarks, followed threads, and what long threads need to be read by the page."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TOP = sa.text("NOT (parent_id IS NOT NULL)")
# In plain words of SQL, both databases do this without copying the table.
ADD_COUNT = """
ALTER TABLE comments ADD COLUMN reply_count INTEGER DEFAULT 0 NOT NULL
CONSTRAINT ck_comments_reply_count_not_negative CHECK (reply_count >= 0)
"""
COUNT_REPLIES = """
UPDATE comments SET reply_count = (
    SELECT count(*) FROM comments AS reply WHERE reply.parent_id = comments.id AND reply.deleted_at IS NULL
) WHERE parent_id IS NULL
"""


def upgrade() -> None:
    """Make the tables, count replies, and lay the indexes."""
    for name, state in (("bookmarks", ()), ("thread_follows", (sa.Column("state", sa.String(24), nullable=False),))):
        op.create_table(
            name,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("user_id", sa.Uuid(), nullable=False),
            sa.Column("post_id", sa.Uuid(), nullable=False),
            *state,
            sa.Column("created_at", UtcDateTime(), nullable=False),
            *[
                sa.CheckConstraint("state IN ('following', 'muted')", name=op.f(f"ck_{name}_state_known"))
                for _ in state
            ],
            sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=f"fk_{name}_post_id", ondelete="CASCADE"),
            sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_user_id", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
            sa.UniqueConstraint("post_id", "user_id", name=f"uq_{name}_post_id_user_id"),
        )
    op.create_index("ix_bookmarks_user_id_created_at_id", "bookmarks", ["user_id", "created_at", "id"])
    op.create_index("ix_thread_follows_user_id_created_at", "thread_follows", ["user_id", "created_at"])
    op.drop_index("ix_comments_parent_id", table_name="comments")
    op.create_index("ix_comments_parent_id_created_at_id", "comments", ["parent_id", "created_at", "id"])
    op.execute(ADD_COUNT)
    op.execute(COUNT_REPLIES)
    where = {"sqlite_where": TOP, "postgresql_where": TOP}
    op.create_index("ix_comments_top_by_time", "comments", ["post_id", "created_at", "id"], **where)
    op.create_index("ix_comments_top_by_likes", "comments", ["post_id", "like_count", "created_at", "id"], **where)


def downgrade() -> None:
    """Take everything back."""
    for name in ("ix_comments_top_by_likes", "ix_comments_top_by_time", "ix_comments_parent_id_created_at_id"):
        op.drop_index(name, table_name="comments")
    op.execute("ALTER TABLE comments DROP COLUMN reply_count")
    op.create_index("ix_comments_parent_id", "comments", ["parent_id"])
    op.drop_table("thread_follows")
    op.drop_table("bookmarks")
