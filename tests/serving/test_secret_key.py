"""The installation's secret key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opentribe.kit import secrets


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Each test reads anew."""
    secrets._read_or_make.cache_clear()


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    key = secrets.secret_key(tmp_path)
    secrets._read_or_make.cache_clear()
    assert secrets.secret_key(tmp_path) == key
    assert len(key) == 32
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_those_who_start_together_get_the_same(tmp_path: Path) -> None:
    read = secrets._read_or_make.__wrapped__
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: read(tmp_path / "secret.key"), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31, "ab" * 33])
def test_a_spoiled_one_is_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret.key").write_text(content)
    with pytest.raises(ValueError, match="backup"):
        secrets.secret_key(tmp_path)
    assert (tmp_path / "secret.key").read_text() == content
