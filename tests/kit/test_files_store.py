"""Bytes by key, on disk and in a bucket that speaks S3: whole or not at all, in parts, and listed to be swept."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from opentribe.kit import clock
from opentribe.kit.errors import NoRoom, NotFound, Unavailable
from opentribe.kit.files import store as stores
from opentribe.kit.files.store import FileStore, open_store
from opentribe.settings import Settings, SettingsError, get_settings
from tests import aio
from tests.crowd import at_once

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3, with an empty bucket `tribe`."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=address, **KEYS).create_bucket(Bucket="tribe")
    yield address
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """An empty store of each kind."""
    if request.param == "disk":
        return open_store("", "", "", tmp_path / "files")
    address = request.getfixturevalue("s3")
    return open_store(f"s3://tribe/{tmp_path.name}?endpoint={address}", "key", "secret", tmp_path)


def read(store: FileStore, key: str, start: int = 0, end: int = 10**9) -> bytes:
    """A part of what is kept."""

    async def whole() -> bytes:
        return b"".join([chunk async for chunk in store.stream(key, start, end)])

    return aio.run(whole())


def test_what_is_kept_comes_back_in_parts(store: FileStore) -> None:
    body = os.urandom(1_500_000)
    store.put("ab/abc.640", body)
    assert read(store, "ab/abc.640") == body
    assert read(store, "ab/abc.640", 10, 20) == body[10:20]
    assert read(store, "ab/abc.640", 1_499_990) == body[-10:]


def test_what_is_not_there_is_not_found(store: FileStore) -> None:
    with pytest.raises(NotFound):
        read(store, "ab/nothing")


def test_forgetting_twice_is_no_matter(store: FileStore) -> None:
    store.put("ab/abc", b"x")
    store.delete(["ab/abc", "ab/never"])
    store.delete(["ab/abc"])
    with pytest.raises(NotFound):
        read(store, "ab/abc")


def test_many_at_once_are_all_kept(store: FileStore) -> None:
    done = at_once(8, lambda number: store.put(f"a{number}/{number}", bytes([number]) * 1_000))
    assert done == [None] * 8
    assert all(read(store, f"a{number}/{number}") == bytes([number]) * 1_000 for number in range(8))


def test_what_is_old_is_listed(store: FileStore) -> None:
    for number in range(5):
        store.put(f"ab/{number}", b"x")
    assert not [key for keys in store.list_older(clock.now() - timedelta(hours=1)) for key in keys]
    listed = [key for keys in store.list_older(clock.now() + timedelta(hours=1)) for key in keys]
    assert sorted(listed) == [f"ab/{number}" for number in range(5)]
    store.delete_stray("ab/0")
    with pytest.raises(NotFound):
        read(store, "ab/0")


def test_a_file_on_disk_is_never_half(tmp_path: Path) -> None:
    store = open_store("", "", "", tmp_path / "files")
    store.put("ab/abc", b"x" * 100)
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == ["abc"]
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


def test_a_store_that_does_not_answer_is_unavailable(caplog: pytest.LogCaptureFixture, monkeypatch) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setattr(stores, "RETRIES", 0)
    store = open_store(f"s3://tribe?endpoint=http://127.0.0.1:{port}", "key", "secret", Path())
    for work in (lambda: store.put("a", b"x"), lambda: read(store, "a"), lambda: list(store.list_older(clock.now()))):
        with pytest.raises(Unavailable):
            work()
    assert "OPENTRIBE_FILES_URL" in caplog.text
    assert "secret" not in caplog.text


def test_a_bucket_that_is_not_there_is_unavailable(s3: str, monkeypatch) -> None:
    store = open_store(f"s3://nowhere?endpoint={s3}", "key", "secret", Path())
    with pytest.raises(Unavailable):
        store.put("a", b"x")


def test_a_folder_that_is_gone_or_closed_is_unavailable(tmp_path: Path) -> None:
    store = open_store("", "", "", tmp_path / "files")
    shutil.rmtree(tmp_path / "files")
    (tmp_path / "files").write_bytes(b"no folder")
    with pytest.raises(Unavailable):
        store.put("ab/abc", b"x")


def test_a_full_disk_is_said_to_be_full(tmp_path: Path, monkeypatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    store = open_store("", "", "", tmp_path / "files")
    monkeypatch.setattr(stores.obstore, "put", full)
    with pytest.raises(NoRoom, match="no room left"):
        store.put("ab/abc", b"x")


WRONG = {
    "ftp://bucket": "OPENTRIBE_FILES_URL",
    "s3://": "OPENTRIBE_FILES_URL",
    "bucket": "OPENTRIBE_FILES_URL",
    "s3://bucket?endpoint=host:9000": "OPENTRIBE_FILES_URL",
    "s3://bucket?endpoint=": "OPENTRIBE_FILES_URL",
    "s3://bucket?secret=1": "OPENTRIBE_FILES_URL",
    "s3://key:secret@bucket": "OPENTRIBE_FILES_URL",
}


@pytest.mark.parametrize("url", WRONG)
def test_a_wrong_setting_is_named(url: str, monkeypatch) -> None:
    for name, value in (("URL", url), ("ACCESS_KEY", "key"), ("SECRET_KEY", "a-secret-word")):
        monkeypatch.setenv(f"OPENTRIBE_FILES_{name}", value)
    get_settings.cache_clear()
    try:
        with pytest.raises(SettingsError, match="OPENTRIBE_FILES_URL") as refused:
            get_settings()
        assert "a-secret-word" not in str(refused.value)
    finally:
        get_settings.cache_clear()


@pytest.mark.parametrize("missing", ["ACCESS_KEY", "SECRET_KEY"])
def test_a_missing_key_is_named(missing: str, monkeypatch) -> None:
    for name in {"URL": "", "ACCESS_KEY": "", "SECRET_KEY": ""}.keys() - {missing}:
        monkeypatch.setenv(f"OPENTRIBE_FILES_{name}", "s3://bucket" if name == "URL" else "k")
    get_settings.cache_clear()
    try:
        with pytest.raises(SettingsError, match=f"OPENTRIBE_FILES_{missing} is missing"):
            get_settings()
    finally:
        get_settings.cache_clear()


def test_the_keys_are_not_shown() -> None:
    shown = repr(Settings(files_url="s3://b", files_access_key="k", files_secret_key="a-secret-word"))
    assert "a-secret-word" not in shown
