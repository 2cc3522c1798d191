"""Revisions that move what people have: rows of an earlier version come through whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, insert, select

from opentribe.kit import clock
from opentribe.kit.ids import new_id
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
    else:
        with postgres.database() as made:
            yield made


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on `url`."""
    made = create_engine(url)
    yield made
    made.dispose()


def bring_to(url: str, revision: str) -> None:
    """Upgrade to a revision, as an owner's installation once was."""
    config = Config(ROOT / "alembic.ini")
    config.cmd_opts = None
    config.attributes["url"] = url
    command.upgrade(config, revision)


def add(connection: Connection, table: str, **values: Any) -> Any:
    """A row of an older version, by the columns that the table has by then; the rest has defaults."""
    known = Table(table, MetaData(), autoload_with=connection)
    given: dict[str, Any] = {"id": new_id()} | values
    for column in known.columns:
        if column.name not in given and not column.nullable and column.server_default is None:
            given[column.name] = _plain(column)
    if connection.dialect.name == "sqlite":
        given = {name: value.hex if isinstance(value, UUID) else value for name, value in given.items()}
    connection.execute(insert(known).values(given))
    return given["id"]


def _plain(column: Any) -> Any:
    if column.name.endswith("_at"):
        return clock.now().replace(tzinfo=None) if "TIME ZONE" not in str(column.type) else clock.now()
    return {int: 0, bool: False, float: 0.0, str: "", dict: {}}.get(column.type.python_type, "")


def rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    """All rows of a table."""
    known = Table(table, MetaData(), autoload_with=connection)
    return [dict(row) for row in connection.execute(select(known)).mappings()]


def member(connection: Connection, name: str) -> tuple[Any, Any]:
    """A member and the identity that is their own."""
    user = add(connection, "users", username=name, name=name, role="member", visibility="public", plan="free", level=1)
    return user, voice(connection, name, user, is_default=True, is_bot=False)


def voice(connection: Connection, name: str, user: Any, **values: Any) -> Any:
    """An identity of a member."""
    return add(connection, "posting_identities", user_id=user, name=name, name_key=name, **values)


def test_members_who_followed_through_the_api_follow_in_one_place(url: str, engine: Engine) -> None:
    bring_to(url, "0030")
    with engine.begin() as connection:
        ada, hers = member(connection, "ada")
        ben, his = member(connection, "ben")
        bot = voice(connection, "bot", ben, is_default=False, is_bot=True)
        for follower, following in ((hers, his), (his, hers), (hers, bot), (bot, hers)):
            add(connection, "identity_follows", follower_id=follower, following_id=following)
        add(connection, "follows", follower_id=ada, following_id=ben)  # known there already
    bring_to(url, "0022")
    with engine.connect() as connection:
        told = {(row["follower_id"], row["following_id"]) for row in rows(connection, "follows")}
        left = {(row["follower_id"], row["following_id"]) for row in rows(connection, "identity_follows")}
        assert told == {(ada, ben), (ben, ada)}
        assert left == {(hers, bot), (bot, hers)}
        assert len(rows(connection, "follows")) == 2


def test_likes_of_before_count_as_they_did(url: str, engine: Engine) -> None:
    bring_to(url, "0022")
    with engine.begin() as connection:
        _, hers = member(connection, "ada")
        kinds = {"visibility": "public", "post_permission": "everyone"}
        space = add(connection, "spaces", name="General", slug="general", icon="x", position=0, **kinds)
        post = add(connection, "posts", space_id=space, posting_identity_id=hers, like_count=1, author_name="ada")
        add(connection, "post_upvotes", post_id=post, voter_id=hers)
    bring_to(url, "0023")
    with engine.connect() as connection:
        (kept,) = rows(connection, "posts")
        assert (kept["like_count"], kept["quiet_like_count"]) == (1, 0)
        assert not rows(connection, "post_upvotes")[0]["is_quiet"]
