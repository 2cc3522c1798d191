"""How Alembic reaches the database: the connection it is handed, `-x url=`, or the settings."""

from logging.config import fileConfig
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection
from sqlmodel.sql.sqltypes import AutoString

from opentribe.kit.db import Choice, UtcDateTime
from opentribe.kit.migrations import migration_engine
from opentribe.settings import get_settings
from opentribe.tables import metadata

if context.config.config_file_name is not None:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)


def database_url() -> str:
    """The attribute `url` of the configuration, else `-x url=`, else the settings' database."""
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return given or get_settings().database


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write column types without the application's enums, so that a revision means the same for ever."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    if isinstance(item, Choice):
        return f"sa.String(length={item.impl_instance.length})"
    if isinstance(item, AutoString):
        length = item.length or getattr(item.impl_instance, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    if isinstance(item, JSON):
        return "sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')"
    return False


def options() -> dict[str, Any]:
    """What both ways of running have in common."""
    return {
        "target_metadata": metadata,
        "compare_type": True,
        "render_as_batch": True,
        "render_item": render_item,
        "user_module_prefix": "",
    }


def run_offline() -> None:
    """Print SQL instead of running it (`--sql`)."""
    context.configure(url=database_url(), literal_binds=True, dialect_opts={"paramstyle": "named"}, **options())
    with context.begin_transaction():
        context.run_migrations()


def run_on(connection: Connection) -> None:
    """Run in the transaction of this connection; whoever opened it commits."""
    context.configure(connection=connection, **options())
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
elif (handed := context.config.attributes.get("connection")) is not None:
    run_on(handed)
else:
    engine = migration_engine(database_url())
    with engine.begin() as opened:
        run_on(opened)
    engine.dispose()
