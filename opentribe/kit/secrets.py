"""The installation's secret key: made once, kept in the data directory for its owner only."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path

from opentribe.settings import get_settings

FILE = "secret.key"
SIZE = 32  # bytes: 256 bits


def secret_key(folder: Path | None = None) -> bytes:
    """The 32 bytes that this installation encrypts and signs with.

    Made at the first use. Raises OSError when the file cannot be read or made, ValueError when it holds no key.
    """
    return _read_or_make((folder or get_settings().data_dir).resolve() / FILE)


@functools.cache
def _read_or_make(path: Path) -> bytes:
    try:
        # O_EXCL: of two processes that start together one makes it, the other reads it.
        draft = path.with_name(f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(SIZE) + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)  # fails when another process was first, and never shows half a key
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise ValueError(f"{path} does not hold a key of {SIZE} bytes in hex. Restore it from a backup.")
    return key
