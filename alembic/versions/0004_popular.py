"""How much a post is talked about, whether a bot wrote it, and indexes for reading feeds and followers by these."""

import math
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import context, op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# As opentribe/domain/posts/heat.py has it: days since 2020, three of them worth as much as ten times the votes.
SCORES = "UPDATE posts SET hot_score = {logarithm}(1 + like_count + 2 * comment_count) + {days} / 3.0"
SQLITE_DAYS = "(julianday(created_at) - julianday('2020-01-01'))"
POSTGRESQL_DAYS = "(extract(epoch FROM created_at) - extract(epoch FROM timestamptz '2020-01-01 00:00:00+00')) / 86400"


def upgrade() -> None:
    """Add the columns, fill them for the posts that are there, and index them."""
    op.add_column("posts", sa.Column("author_is_bot", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("posts", sa.Column("hot_score", sa.Float(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE posts SET author_is_bot = (SELECT is_bot FROM posting_identities "
        "WHERE posting_identities.id = posts.posting_identity_id)"
    )
    if op.get_context().dialect.name == "sqlite":
        teach_logarithm()
        op.execute(SCORES.format(logarithm="log10", days=SQLITE_DAYS))
    else:
        op.execute(SCORES.format(logarithm="log", days=POSTGRESQL_DAYS))
    op.drop_index("ix_posts_posting_identity_id_created_at", "posts")
    op.create_index("ix_posts_posting_identity_id_created_at_id", "posts", ["posting_identity_id", "created_at", "id"])
    op.create_index(
        "ix_posts_space_id_author_is_bot_created_at_id", "posts", ["space_id", "author_is_bot", "created_at", "id"]
    )
    op.create_index("ix_posts_popular", "posts", ["space_id", "author_is_bot", "hot_score", "id"])
    op.create_index("ix_follows_follower_id_created_at_id", "follows", ["follower_id", "created_at", "id"])
    op.create_index("ix_follows_following_id_created_at_id", "follows", ["following_id", "created_at", "id"])
    op.drop_index("ix_follows_following_id", "follows")


def teach_logarithm() -> None:
    """Not every SQLite is built with its mathematical functions."""
    if not context.is_offline_mode():
        op.get_bind().connection.driver_connection.create_function("log10", 1, math.log10, deterministic=True)


def downgrade() -> None:
    """Take them away again."""
    op.create_index("ix_follows_following_id", "follows", ["following_id"])
    op.drop_index("ix_follows_following_id_created_at_id", "follows")
    op.drop_index("ix_follows_follower_id_created_at_id", "follows")
    op.drop_index("ix_posts_popular", "posts")
    op.drop_index("ix_posts_space_id_author_is_bot_created_at_id", "posts")
    op.drop_index("ix_posts_posting_identity_id_created_at_id", "posts")
    op.create_index("ix_posts_posting_identity_id_created_at", "posts", ["posting_identity_id", "created_at"])
    op.drop_column("posts", "hot_score")
    op.drop_column("posts", "author_is_bot")
