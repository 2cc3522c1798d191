"""A copy of the project with a small root in place of the real one, built once and served once for these tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import PROJECT, RunningApp, running_app

COPIED = ("alembic", "reflex.lock", "rxconfig.py", "requirements.txt", "bunfig.toml", "opentribe")
NO_TOOLS = "/nonexistent"  # as PATH: neither node nor bun nor anything else of the machine


def copy_project(target: Path) -> Path:
    """The parts of the project that a start needs, without what was built."""
    target.mkdir(parents=True)
    for name in COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)
    return target


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy; the first server that starts in it builds its front end."""
    copy = copy_project(tmp_path_factory.mktemp("serving") / "project")
    shutil.copy2(Path(__file__).with_name("sample_root.py"), copy / "opentribe" / "opentribe.py")
    (copy / "assets").mkdir()
    (copy / "assets" / "robots.txt").write_text("User-agent: *\n")
    (copy / "assets" / "favicon.ico").write_bytes(b"\0\0\1\0\0\0")  # browsers ask for it unasked
    return copy


@pytest.fixture(scope="session")
def served(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The small app, serving, on a machine without a toolchain."""
    with running_app(tmp_path_factory.mktemp("served"), project, PATH=NO_TOOLS) as app:
        yield app
