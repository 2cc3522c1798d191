"""PostgreSQL tells waiting workers of new jobs itself, without another statement in the transaction of the deed."""

from collections.abc import Sequence

from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the trigger; SQLite has one process, which wakes its workers itself."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(
        """
        CREATE FUNCTION opentribe_jobs_wake() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('opentribe_jobs', '');
            RETURN NULL;
        END
        $$
        """
    )
    op.execute(
        "CREATE TRIGGER opentribe_jobs_wake AFTER INSERT ON jobs "
        "FOR EACH STATEMENT EXECUTE FUNCTION opentribe_jobs_wake()"
    )


def downgrade() -> None:
    """Take the trigger away."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute("DROP TRIGGER opentribe_jobs_wake ON jobs")
    op.execute("DROP FUNCTION opentribe_jobs_wake()")
