"""Totals for the leaderboards, what deeds are worth to begin with, and the first ten levels."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.ids import new_id

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Action, points, and how many of a day count.
RULES = (
    ("post", 10, 5),
    ("comment", 5, 20),
    ("like_received", 2, 50),
    ("lesson_completed", 5, None),
    ("course_completed", 50, None),
    ("event_rsvp", 5, 5),
    ("daily_visit", 1, 1),
    ("profile_completed", 10, None),
    ("introduction", 10, None),
    ("first_like", 5, None),
)
LEVELS = (
    ("Newcomer", 0, "#7A8B80"),
    ("Contributor", 50, "#4A7C59"),
    ("Active Member", 150, "#3D7A73"),
    ("Rising Star", 300, "#3A6F9A"),
    ("Engaged", 500, "#4F5FA8"),
    ("Valued", 800, "#7A55A6"),
    ("Expert", 1200, "#9A4C8C"),
    ("Leader", 1800, "#B04A63"),
    ("Champion", 2500, "#B4622F"),
    ("Legend", 3500, "#A67C00"),
)


def upgrade() -> None:
    """Make the table; rows that an owner has set already stay."""
    op.create_table(
        "point_totals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("period IN ('month', 'week')", name=op.f("ck_point_totals_period_known")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_point_totals_points_not_negative")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_point_totals_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_totals")),
        sa.UniqueConstraint("user_id", "period", "starts_on", name=op.f("uq_point_totals_user_id_period_starts_on")),
    )
    op.create_index(
        op.f("ix_point_totals_period_starts_on_points_user_id"),
        "point_totals",
        ["period", "starts_on", "points", "user_id"],
    )
    for action, value, cap in RULES:
        op.execute(
            "INSERT INTO gamification_config (id, action, point_value, daily_cap) "  # noqa: S608 - our own words
            f"SELECT {_cast(_id())}, '{action}', {value}, {'NULL' if cap is None else cap} "
            f"WHERE NOT EXISTS (SELECT 1 FROM gamification_config WHERE action = '{action}')"
        )
    chosen = " UNION ALL ".join(
        f"SELECT {_cast(_id())} AS id, '{name}' AS name, {threshold} AS threshold, {place} AS position, '{color}' AS color"
        for place, (name, threshold, color) in enumerate(LEVELS, 1)
    )
    op.execute(
        "INSERT INTO levels (id, name, threshold, position, color) "  # noqa: S608 - our own words
        f"SELECT id, name, threshold, position, color FROM ({chosen}) AS first_ones "
        "WHERE NOT EXISTS (SELECT 1 FROM levels)"
    )


def downgrade() -> None:
    """Drop the table. What the owner gives for deeds stays."""
    op.drop_index(op.f("ix_point_totals_period_starts_on_points_user_id"), table_name="point_totals")
    op.drop_table("point_totals")


def _id() -> str:
    """As the databases store it: SQLite without hyphens."""
    made = new_id()
    return str(made) if op.get_context().dialect.name == "postgresql" else made.hex


def _cast(text: str) -> str:
    return f"CAST('{text}' AS uuid)" if op.get_context().dialect.name == "postgresql" else f"'{text}'"
