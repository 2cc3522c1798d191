"""A process that is killed while it takes files leaves no row without bytes, and only bytes that the sweep removes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from opentribe.domain.files.housekeeping import sweep_files
from opentribe.domain.files.models import File
from opentribe.domain.files.schemas import keys_of
from opentribe.kit import clock
from opentribe.kit.files.store import open_store
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4


@pytest.mark.timeout(240)
def test_a_kill_leaves_only_what_is_swept(cast: Cast, tmp_path: Path) -> None:
    env = os.environ | {"OPENTRIBE_DATA_DIR": str(tmp_path), "OPENTRIBE_RATE_LIMITS": "off"}
    env |= {"DATABASE_URL": cast.database.url.render_as_string(hide_password=False)}
    chance, done = random.Random(7), 0
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.domain.uploading", cast.ada.session_hash]
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            done += len(process.stdout.read(1))
            time.sleep(chance.random() * 0.4)
            process.kill()
            done += len(process.stdout.read())
    folder = tmp_path / "files"
    with cast.database.read() as session:
        rows = session.exec(select(File)).all()
    wanted = {key for row in rows for key in keys_of(row.storage_key, row.variants)}
    assert done <= len(rows) <= done + KILLS  # what was answered is there; the last one may have been stored unsaid
    assert wanted <= files(folder)
    assert all((folder / f"{row.storage_key[:2]}/{row.storage_key}.1280").stat().st_size > 0 for row in rows)
    with clock.at(clock.now() + timedelta(days=2)):
        sweep_files(cast.database, open_store("", "", "", folder))
    assert files(folder) == wanted


def files(folder: Path) -> set[str]:
    """Everything in the store."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
