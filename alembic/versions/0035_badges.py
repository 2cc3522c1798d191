"""Badges, who has them, and days in a row."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from opentribe.kit.db import UtcDateTime
from opentribe.kit.ids import new_id

revision: str = "0035"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'founder', 'first_post', 'ten_comments', 'week_streak', 'month_streak', 'course_finished'"
BADGES = (
    ("founder", "Founder", "🌱", "Among the first hundred members"),
    ("first_post", "First post", "✍️", "Wrote a first post"),
    ("ten_comments", "Good company", "💬", "Wrote ten comments"),
    ("week_streak", "A week in a row", "🔥", "Was here on seven days in a row"),
    ("month_streak", "A month in a row", "☄️", "Was here on thirty days in a row"),
    ("course_finished", "Graduate", "🎓", "Finished a course"),
)


def upgrade() -> None:
    """Make the tables, with the badges that the house gives by itself."""
    op.create_table(
        "badges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("icon", sa.String(length=16), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_badges_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("kind", name=op.f("uq_badges_kind")),
    )
    op.create_index(op.f("ix_badges_created_at_id"), "badges", ["created_at", "id"])
    op.create_table(
        "member_badges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_member_badges_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badges.id"], name=op.f("fk_member_badges_badge_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_member_badges_given_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_badges")),
        sa.UniqueConstraint("user_id", "badge_id", name=op.f("uq_member_badges_user_id_badge_id")),
    )
    op.create_index(op.f("ix_member_badges_badge_id"), "member_badges", ["badge_id"])
    op.create_index(op.f("ix_member_badges_given_by_id"), "member_badges", ["given_by_id"])
    op.create_table(
        "visit_streaks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.CheckConstraint("began_on <= last_on", name=op.f("ck_visit_streaks_in_order")),
        sa.CheckConstraint("longest >= 0", name=op.f("ck_visit_streaks_longest_not_negative")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visit_streaks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_streaks")),
        sa.UniqueConstraint("user_id", name=op.f("uq_visit_streaks_user_id")),
    )
    for kind, name, icon, words in BADGES:
        op.execute(
            "INSERT INTO badges (id, kind, name, icon, description, created_at) "  # noqa: S608 - our own words
            f"VALUES ({_new_id()}, '{kind}', '{name}', '{icon}', '{words}', CURRENT_TIMESTAMP)"
        )


def downgrade() -> None:
    """Drop them, with who has which."""
    op.drop_table("visit_streaks")
    op.drop_index(op.f("ix_member_badges_given_by_id"), table_name="member_badges")
    op.drop_index(op.f("ix_member_badges_badge_id"), table_name="member_badges")
    op.drop_table("member_badges")
    op.drop_index(op.f("ix_badges_created_at_id"), table_name="badges")
    op.drop_table("badges")


def _new_id() -> str:
    """As the databases store it: SQLite without hyphens."""
    made = new_id()
    return f"CAST('{made}' AS uuid)" if op.get_context().dialect.name == "postgresql" else f"'{made.hex}'"
