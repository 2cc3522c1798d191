"""A member who follows a member stands in `follows`, through whichever door they came."""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Move what members follow of members to where it belongs, once."""
    op.execute(
        "INSERT INTO follows (id, follower_id, following_id, created_at) "
        "SELECT told.id, one.user_id, other.user_id, told.created_at FROM identity_follows AS told "
        "JOIN posting_identities AS one ON one.id = told.follower_id "
        "JOIN posting_identities AS other ON other.id = told.following_id "
        "WHERE one.is_default AND other.is_default AND NOT EXISTS (SELECT 1 FROM follows AS known "
        "WHERE known.follower_id = one.user_id AND known.following_id = other.user_id)"
    )
    op.execute(
        "DELETE FROM identity_follows WHERE follower_id IN (SELECT id FROM posting_identities WHERE is_default) "
        "AND following_id IN (SELECT id FROM posting_identities WHERE is_default)"
    )


def downgrade() -> None:
    """Nothing to undo: both tables hold what they always could."""
