"""Starts that cannot work end at once, with a sentence that names the variable."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.server import PROJECT, free_port


def start(tmp_path: Path, command: str = "run", **env: str) -> tuple[int, str]:
    """Run a command that is expected to fail; its exit status and all it said."""
    settings = {"PORT": str(free_port()), "OPENTRIBE_DATA_DIR": str(tmp_path / "data"), **env}
    ended = subprocess.run(
        [sys.executable, "-m", "opentribe", command],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def assert_refused(result: tuple[int, str], *words: str) -> None:
    status, said = result
    assert status == 1
    for word in words:
        assert word in said
    assert "Traceback" not in said
    assert "Building" not in said
    assert len(said.splitlines()) <= 3


def test_port_in_use(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = start(tmp_path, PORT=str(port))
    assert_refused(result, f"PORT={port} is in use", "start with PORT=")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PORT": "eighty"}, ["PORT: write a number"]),
        ({"PORT": "0"}, ["PORT:"]),
        ({"HOST": "no.such.host.invalid"}, ["HOST=no.such.host.invalid"]),
        ({"HOST": "192.0.2.1"}, ["HOST=192.0.2.1"]),
        ({"DATABASE_URL": "mysql://x"}, ["DATABASE_URL:", "sqlite:///"]),
        ({"DATABASE_URL": "postgresql+psycopg://h:notaport/x"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite:////nonexistent/folder/x.db"}, ["DATABASE_URL", "/nonexistent/folder"]),
        ({"OPENTRIBE_DATA_DIR": "/dev/null/data"}, ["OPENTRIBE_DATA_DIR=/dev/null/data"]),
        ({"OPENTRIBE_PUBLIC_URL": "tribe.example"}, ["OPENTRIBE_PUBLIC_URL"]),
        ({"OPENTRIBE_MODE": "production", "OPENTRIBE_RATE_LIMITS": "off"}, ["OPENTRIBE_RATE_LIMITS"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_settings_that_cannot_be_used(tmp_path: Path, env: dict[str, str], words: list[str]) -> None:
    assert_refused(start(tmp_path, **env), *words)


def test_unreachable_postgresql_hides_the_password(tmp_path: Path) -> None:
    url = f"postgresql://someone:sesame@127.0.0.1:{free_port()}/tribe"
    result = start(tmp_path, DATABASE_URL=url)
    assert_refused(result, "DATABASE_URL", "127.0.0.1")
    assert "sesame" not in result[1]


def test_a_read_only_database(tmp_path: Path) -> None:
    status, said = start(tmp_path, "migrate")
    assert status == 0, said
    file = tmp_path / "data" / "opentribe.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    result = start(tmp_path, DATABASE_URL=f"sqlite:///file:{file}?mode=ro&uri=true")
    assert_refused(result, "DATABASE_URL", "read-only")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear database, " * 100)
    assert_refused(start(tmp_path, DATABASE_URL=f"sqlite:///{file}"), "DATABASE_URL", "not a SQLite database")


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_database_of_a_newer_version(tmp_path: Path, command: str) -> None:
    status, said = start(tmp_path, "migrate")
    assert status == 0, said
    with sqlite3.connect(tmp_path / "data" / "opentribe.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'ffff00001111'")
    assert_refused(start(tmp_path, command), "DATABASE_URL", "ffff00001111", "newer version")


def test_a_spoiled_secret_key(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("not a key")
    assert_refused(start(tmp_path), "OPENTRIBE_DATA_DIR", "secret.key")


def test_checking_changes_nothing(tmp_path: Path) -> None:
    status, said = start(tmp_path, "check")
    assert (status, said.splitlines()[0]) == (0, "The settings, the port and the database are fine.")
    assert not (tmp_path / "data").exists()


def test_a_mail_server_that_does_not_answer_is_named_but_keeps_nobody_from_starting(tmp_path: Path) -> None:
    where = {"OPENTRIBE_SMTP_URL": f"smtp://127.0.0.1:{free_port()}", "OPENTRIBE_MAIL_FROM": "hello@tribe.example"}
    assert_refused(start(tmp_path, "check", **where), "OPENTRIBE_SMTP_URL", "cannot be reached")
    status, said = start(tmp_path, "migrate", **where)
    assert status == 0, said


def test_an_unknown_command_lists_the_known(tmp_path: Path) -> None:
    status, said = start(tmp_path, "dance")
    assert (status, "run" in said) == (2, True)
