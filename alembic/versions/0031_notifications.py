"""Notifications are told once for each cause, and the latest of a group stands for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from opentribe.kit.db import UtcDateTime

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KNOWN = "ck_notifications_type_known"
BEFORE = (
    "type IN ('comment', 'reply', 'like', 'mention', 'follow', 'join_request', 'level_up', 'badge', 'moderation', "
    "'course', 'event', 'message', 'payment')"
)
AFTER = BEFORE.replace("'follow', ", "'follow', 'new_member', ")
LISTED = "listed_at IS NOT NULL"
INDEXES = (
    ("ix_notifications_group", ["user_id", "group_key", "actor_id"], "deleted_at IS NULL", False),
    ("uq_notifications_listed", ["user_id", "group_key"], LISTED, True),
    ("ix_notifications_type", ["user_id", "type", "listed_at", "id"], LISTED, False),
    ("ix_notifications_unread", ["user_id", "listed_at", "id"], f"{LISTED} AND read_at IS NULL", False),
    ("ix_notifications_read", ["user_id", "listed_at", "id"], f"{LISTED} AND read_at IS NOT NULL", False),
)


def notifications(known: str, *added: sa.Column[object] | sa.Constraint) -> sa.Table:
    """The table as it was, for databases that change one by writing it anew."""
    return sa.Table(
        "notifications",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(length=120), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(known, name=op.f(KNOWN)),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["posting_identities.id"], name="fk_notifications_actor_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.Index("ix_notifications_actor_id", "actor_id"),
        sa.Index("ix_notifications_user_id_created_at_id", "user_id", "created_at", "id"),
        *added,
    )


def upgrade() -> None:
    """Nothing has written to the table yet; what somebody put there goes, since it has no cause."""
    op.drop_index("ix_notifications_unread", table_name="notifications")
    op.drop_index("ix_notifications_user_id_group_key", table_name="notifications")
    op.execute("DELETE FROM notifications")
    with op.batch_alter_table("notifications", copy_from=notifications(BEFORE)) as table:
        table.add_column(sa.Column("cause", sa.String(length=120), nullable=False))
        table.add_column(sa.Column("post_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("comment_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("listed_at", UtcDateTime(), nullable=True))
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), AFTER)
        table.create_foreign_key(op.f("fk_notifications_post_id"), "posts", ["post_id"], ["id"], ondelete="CASCADE")
        table.create_foreign_key(
            op.f("fk_notifications_comment_id"), "comments", ["comment_id"], ["id"], ondelete="CASCADE"
        )
        table.create_unique_constraint(op.f("uq_notifications_cause_user_id"), ["cause", "user_id"])
    op.create_index("ix_notifications_post_id", "notifications", ["post_id"])
    op.create_index("ix_notifications_comment_id", "notifications", ["comment_id"])
    for name, columns, which, unique in INDEXES:
        where = sa.text(which)
        op.create_index(name, "notifications", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """As it was before, and empty."""
    for name, *_ in INDEXES:
        op.drop_index(name, table_name="notifications")
    op.drop_index("ix_notifications_comment_id", table_name="notifications")
    op.drop_index("ix_notifications_post_id", table_name="notifications")
    op.execute("DELETE FROM notifications")
    now = notifications(
        AFTER,
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("listed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_notifications_post_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_notifications_comment_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("cause", "user_id", name="uq_notifications_cause_user_id"),
    )
    with op.batch_alter_table("notifications", copy_from=now) as table:
        table.drop_constraint(op.f("uq_notifications_cause_user_id"), type_="unique")
        table.drop_constraint(op.f("fk_notifications_comment_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_notifications_post_id"), type_="foreignkey")
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), BEFORE)
        for column in ("listed_at", "comment_id", "post_id", "cause"):
            table.drop_column(column)
    op.create_index("ix_notifications_user_id_group_key", "notifications", ["user_id", "group_key"])
    unread = sa.text("read_at IS NULL AND deleted_at IS NULL")
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id", "created_at"],
        sqlite_where=unread,
        postgresql_where=unread,
    )
