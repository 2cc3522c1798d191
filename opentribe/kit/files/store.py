"""Where the bytes of files are: a folder of the data directory, or a bucket that speaks S3."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from opentribe.kit.errors import NoRoom, NotFound, Unavailable
from opentribe.settings import get_settings

if TYPE_CHECKING:
    from obstore.store import S3Config

log = logging.getLogger(__name__)
FOLDER = "files"
CHUNK = 256 * 1024  # bytes held of a file while it is sent
LISTED = 500
RETRIES = 2
TIMEOUT = timedelta(seconds=20)

GONE = "This file does not exist, or it is not for you to see."
AWAY = "Files cannot be reached at the moment. Try again in a minute."
FULL = "There is no room left for files, so nothing was saved. The owner has to free some space."


class FileStore:
    """Bytes by key. A key is written once and whole; nobody ever reads half of one."""

    def __init__(self, store: LocalStore | S3Store, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder  # of a store on disk

    def put(self, key: str, body: bytes) -> None:
        """Keep the bytes under a new key. Raises NoRoom, Unavailable."""
        with _clear_words():
            # One request: the parts of an upload that was cut would stay in a bucket, unseen and paid for.
            obstore.put(self._store, key, body, use_multipart=False)
            if self._folder is not None:
                _settle(self._folder / key)

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises NotFound, Unavailable before the first one."""
        with _clear_words(is_reading=True):
            found = await obstore.get_async(self._store, key, options={"range": (start, end)})
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; one that is not there is no matter. Raises Unavailable."""
        for key in keys:
            with _clear_words(), contextlib.suppress(FileNotFoundError):
                obstore.delete(self._store, key)

    def list_older(self, moment: datetime) -> Iterator[list[str]]:
        """Everything written before a moment, a few hundred keys at a time. Raises Unavailable."""
        with _clear_words():
            if self._folder is not None:
                yield from _batches(_old_files(self._folder, moment))
                return
            for batch in obstore.list(self._store, chunk_size=LISTED):
                yield [str(found["path"]) for found in batch if found["last_modified"] < moment]

    def delete_stray(self, key: str) -> None:
        """Forget what a listing named, also the half of a file that a power cut left on disk."""
        if self._folder is not None:
            (self._folder / key).unlink(missing_ok=True)
        else:
            self.delete([key])


def _settle(path: Path) -> None:
    """Wait until the disk has the file and its name: what was answered survives a power cut."""
    for part, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(part, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _old_files(folder: Path, moment: datetime) -> Iterator[str]:
    """Walked by ourselves: the library hides the halves that it names with a `#`."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < moment.timestamp():
                    yield path.relative_to(folder).as_posix()


def _batches(keys: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for key in keys:
        batch.append(key)
        if len(batch) == LISTED:
            yield batch
            batch = []
    if batch:
        yield batch


@contextlib.contextmanager
def _clear_words(*, is_reading: bool = False) -> Iterator[None]:
    """Turn what a store says about itself into a refusal, and keep its own words for the log."""
    try:
        yield
    except (BaseError, OSError) as error:
        if is_reading and isinstance(error, FileNotFoundError):
            raise NotFound(GONE) from None
        said = str(error)
        log.error("OPENTRIBE_FILES_URL or OPENTRIBE_DATA_DIR: the file store refused: %s", said.splitlines()[0])
        if "os error 28" in said or "os error 122" in said or getattr(error, "errno", None) in {28, 122}:
            raise NoRoom(FULL) from error
        raise Unavailable(AWAY) from error


def open_store(url: str, access_key: str, secret_key: str, folder: Path) -> FileStore:
    """The bucket that the address names, or without one the folder on disk."""
    if not url:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileStore(LocalStore(folder), folder)
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    config: S3Config = {
        "access_key_id": access_key,
        "secret_access_key": secret_key,
        "region": asked.get("region", "us-east-1"),
        "virtual_hosted_style_request": False,
    }
    if "endpoint" in asked:
        config["endpoint"] = asked["endpoint"]
    store = S3Store(
        parts.hostname,
        prefix=parts.path.strip("/") or None,
        config=config,
        client_options={"allow_http": asked.get("endpoint", "").startswith("http://"), "timeout": TIMEOUT},
        retry_config={"max_retries": RETRIES, "retry_timeout": TIMEOUT},
    )
    return FileStore(store)


@functools.cache
def get_store() -> FileStore:
    """The installation's store, as the settings name it."""
    settings = get_settings()
    folder = (settings.data_dir / FOLDER).resolve()
    return open_store(settings.files_url, settings.files_access_key, settings.files_secret_key, folder)
