"""Migrations build on both databases exactly what the models say, go back, and start safely."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url

from opentribe.kit import migrations
from opentribe.kit.migrations import MigrationError
from opentribe.tables import metadata
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
HEAD = ScriptDirectory(str(ROOT / "alembic")).get_current_head()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
    else:
        with postgres.database() as made:
            yield made


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on `url`."""
    made = migrations.migration_engine(url)
    yield made
    made.dispose()


def alembic(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line tool as an owner would."""
    command = [sys.executable, "-m", "alembic", "-x", f"url={url}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def shape(engine: Engine) -> dict[str, dict[str, list[str]]]:
    """Everything that the database itself says about its tables."""
    looking = inspect(engine)
    parts = {
        "columns": looking.get_multi_columns(),
        "key": looking.get_multi_pk_constraint(),
        "foreign keys": looking.get_multi_foreign_keys(),
        "unique": looking.get_multi_unique_constraints(),
        "indexes": looking.get_multi_indexes(),
        "checks": looking.get_multi_check_constraints(),
    }
    tables = [name for name in looking.get_table_names() if name != "alembic_version"]
    return {name: {part: in_words(found[None, name]) for part, found in parts.items()} for name in tables}


def in_words(found: Any) -> list[str]:
    """What was found as text, so that it can be compared: types and conditions by their SQL, order left out."""
    items = found if isinstance(found, list) else [found]
    return sorted(json.dumps(item, default=str, sort_keys=True) for item in items)


def test_there_and_back_and_there_again(url: str) -> None:
    for words in (["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"], ["check"]):
        done = alembic(url, *words)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    assert migrations.state(url) == "current"


def test_going_back_leaves_nothing(url: str, engine: Engine) -> None:
    migrations.upgrade(url)
    assert alembic(url, "downgrade", "base").returncode == 0
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert migrations.state(url) == "empty"
    assert migrations.upgrade(url)


def test_migrations_build_what_the_models_say(url: str, engine: Engine) -> None:
    migrations.upgrade(url)
    migrated = shape(engine)
    assert alembic(url, "downgrade", "base").returncode == 0
    metadata.create_all(engine)
    created = shape(engine)
    assert set(migrated) == set(created) == set(metadata.tables)
    for name in created:
        assert migrated[name] == created[name], name
    assert "is_default" in str(migrated["posting_identities"]["indexes"]), "conditions are compared too"
    assert sum(len(table["checks"]) for table in migrated.values()) > 50


def test_the_whole_can_be_printed_as_sql(url: str) -> None:
    done = alembic(url, "upgrade", "head", "--sql")
    assert done.returncode == 0, done.stderr
    written_anew = done.stdout.count("CREATE TABLE _alembic_tmp_")
    assert done.stdout.count("CREATE TABLE") - written_anew == len(metadata.tables) + 1


def test_upgrade_says_whether_there_was_anything_to_do(url: str) -> None:
    assert migrations.state(url) == "empty"
    assert migrations.upgrade(url) is True
    assert migrations.state(url) == "current"
    assert migrations.upgrade(url) is False


def test_upgrade_is_quiet(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    migrations.upgrade(url)
    assert capfd.readouterr() == ("", "")


def test_asking_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert migrations.state(f"sqlite:///{path}") == "empty"
    assert not path.exists()


def test_a_database_of_a_newer_version_is_refused(url: str, engine: Engine) -> None:
    migrations.upgrade(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9007'"))
    assert migrations.state(url) == "ahead"
    with pytest.raises(MigrationError) as refused:
        migrations.upgrade(url)
    assert "9007" in str(refused.value)
    assert HEAD in str(refused.value)


def test_a_database_of_an_older_version_is_behind(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine
) -> None:
    migrations.upgrade(url)
    newer = tmp_path / "alembic"
    subprocess.run(["cp", "-r", str(ROOT / "alembic"), str(newer)], check=True)
    revision = (
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\ndown_revision = '{HEAD}'\n"
        "def upgrade():\n    with op.batch_alter_table('spaces') as batch:\n"
        "        batch.alter_column('name', existing_type=sa.String(), nullable=True)\n"
        "def downgrade():\n    pass\n"
    )
    (newer / "versions/9999_name_optional.py").write_text(revision)
    with engine.begin() as connection:
        for statement in ONE_POST:
            connection.execute(text(statement))
    monkeypatch.setattr(migrations, "SCRIPTS", newer)
    assert migrations.state(url) == "behind"
    assert migrations.upgrade(url) is True
    assert migrations.state(url) == "current"
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM space_visits")).scalar() == 1, "rows that refer to it stay"


ID = "'0192f0c1-0000-7000-8000-000000000001'"
LATER = "'2026-11-21 10:00:00+00:00'"
ONE_POST = (
    f"INSERT INTO users (id, name, username, bio, visibility, role, points, level, created_at, notification_prefs,"
    f" credits, plan) VALUES ({ID}, 'Ada', 'ada', '', 'public', 'owner', 0, 1, {LATER}, '{{}}', 0, 'free')",
    f"INSERT INTO spaces (id, name, slug, icon, description, visibility, post_permission, bots_allowed, position,"
    f" post_count, created_at) VALUES ({ID}, 'General', 'general', '', '', 'public', 'everyone', true, 0, 0, {LATER})",
    f"INSERT INTO space_visits (id, user_id, space_id, last_visited_at) VALUES ({ID}, {ID}, {ID}, {LATER})",
)


def test_tables_of_someone_else_are_left_alone(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE wp_posts (id integer)"))
    with pytest.raises(MigrationError, match="wp_posts"):
        migrations.upgrade(url)
    assert inspect(engine).get_table_names() == ["wp_posts"]


def test_a_revision_that_fails_changes_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine
) -> None:
    newer = tmp_path / "alembic"
    subprocess.run(["cp", "-r", str(ROOT / "alembic"), str(newer)], check=True)
    (newer / "versions/9999_wrong.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{HEAD}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (id integer)')\n    op.execute('SELECT 1 FROM nowhere')\n"
        "def downgrade():\n    pass\n"
    )
    monkeypatch.setattr(migrations, "SCRIPTS", newer)
    with pytest.raises(MigrationError, match="nowhere"):
        migrations.upgrade(url)
    assert inspect(engine).get_table_names() == []


def _start(url: str, gate: Any, answers: Any) -> None:
    gate.wait()
    try:
        answers.put(migrations.upgrade(url))
    except MigrationError as error:
        answers.put(repr(error))


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    fresh = multiprocessing.get_context("spawn")
    gate, answers = fresh.Barrier(4), fresh.Queue()
    workers = [fresh.Process(target=_start, args=(url, gate, answers)) for _ in range(4)]
    for worker in workers:
        worker.start()
    said = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(map(str, said)) == ["False", "False", "False", "True"]
    assert migrations.state(url) == "current"


def test_a_read_only_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    migrations.upgrade(f"sqlite:///{path}")
    assert migrations.upgrade(f"sqlite:///file:{path}?mode=ro&uri=true") is False, "reading is enough when current"
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(MigrationError, match="read-only"):
        migrations.upgrade(f"sqlite:///file:{empty}?mode=ro&uri=true")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)
    with pytest.raises(MigrationError, match=r"notes\.txt is not a SQLite database"):
        migrations.upgrade(f"sqlite:///{path}")
    assert path.read_text().startswith("not a database")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="cannot be opened"):
        migrations.upgrade(f"sqlite:///{tmp_path / 'none' / 'new.db'}")


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(MigrationError) as refused:
        migrations.upgrade("postgresql+psycopg://ada:hunter2@127.0.0.1:1/tribe?connect_timeout=2")
    assert "127.0.0.1" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_url_that_cannot_be_read_is_said_to_be() -> None:
    with pytest.raises(MigrationError, match="DATABASE_URL"):
        migrations.state("postgresql+psycopg//nothing")


@pytest.mark.parametrize("kind", ["postgresql"])
def test_each_caller_gets_a_database_of_its_own(kind: str) -> None:
    with postgres.database() as one, postgres.database(migrated=True) as other:
        assert make_url(one).database != make_url(other).database
        assert migrations.state(one) == "empty"
        assert migrations.state(other) == "current"
