"""When the front end is built, from what, and what is said when it does not build."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from opentribe.cli import frontend
from tests.server import PROJECT, RunningApp
from tests.serving.conftest import copy_project


@pytest.fixture
def built(served: RunningApp, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project with its build, as the working directory."""
    monkeypatch.chdir(project)
    return project


def test_a_build_is_good_until_a_source_changes(built: Path) -> None:
    assert frontend.is_fresh()
    assert frontend.build_if_stale() is False


@pytest.mark.parametrize(
    "name",
    ["opentribe/opentribe.py", "opentribe/web/serving/served_head.js", "opentribe/domain/access/actor.py",
     "assets/robots.txt", "assets/new/picture.svg", "rxconfig.py", "requirements.txt", "reflex.lock/bun.lock"],
)  # fmt: skip
def test_what_pages_depend_on_counts(built: Path, name: str) -> None:
    path = built / name
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_bytes((before or b"") + b"\n")
        assert not frontend.is_fresh()
    finally:
        path.unlink() if before is None else path.write_bytes(before)
    assert frontend.is_fresh()


@pytest.mark.parametrize("name", ["opentribe/cli/commands.py", "opentribe/domain/auth/commands.py"])
def test_what_runs_on_request_only_does_not(built: Path, name: str) -> None:
    path = built / name
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"\n")
        assert frontend.is_fresh()
    finally:
        path.write_bytes(before)


def test_half_a_build_is_none(built: Path, tmp_path: Path) -> None:
    shutil.move(built / ".web/build/client", tmp_path / "client")
    try:
        assert not frontend.is_fresh()
    finally:
        shutil.move(tmp_path / "client", built / ".web/build/client")


def build_in(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "opentribe", "build"], cwd=project, capture_output=True, text=True, check=False
    )


def test_a_page_that_does_not_compile_is_shown(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "opentribe" / "opentribe.py").write_text('"""Broken."""\n\nraise RuntimeError("this page is broken")\n')
    ended = build_in(project)
    assert ended.returncode == 1
    assert "does not build" in ended.stderr
    assert "this page is broken" in ended.stderr
    assert "build.log" in ended.stderr
    assert "Progress:" not in ended.stderr


def test_the_committed_lock_is_what_the_build_needs(tmp_path: Path) -> None:
    """A build of the real pages changes no pin; if this fails, run `make build` and commit reflex.lock."""
    project = copy_project(tmp_path / "project")
    shutil.copytree(PROJECT / "assets", project / "assets", ignore=shutil.ignore_patterns("external"))
    ended = build_in(project)
    assert ended.returncode == 0, ended.stderr
    for name in ("package.json", "bun.lock"):
        assert (project / "reflex.lock" / name).read_text() == (PROJECT / "reflex.lock" / name).read_text()
