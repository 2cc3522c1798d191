"""When a key was last used: written after the answer, at most once a minute, and not by the one who waits for it."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.identities.commands import note_key_used
from opentribe.kit.db import get_database
from opentribe.kit.errors import Refusal

EVERY = 60.0  # seconds
MOST = 10_000  # keys remembered; past that all are noted again

_noted: dict[str, float] = {}
_lock = threading.Lock()
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="noting")


def note_used(credential: Credential) -> None:
    """Have the use of a key noted soon; nothing for a visitor, or when that was done within the minute."""
    moment = time.monotonic()
    if not credential.key_hash or moment - _noted.get(credential.key_hash, -EVERY) < EVERY:
        return
    with _lock:
        if len(_noted) >= MOST:
            _noted.clear()
        _noted[credential.key_hash] = moment
    _writer.submit(_note, credential)


def _note(credential: Credential) -> None:
    try:
        perform(get_database(), credential, note_key_used)
    except Refusal:  # revoked meanwhile, or the database is busy: the next minute will do
        pass
    except Exception:
        logging.getLogger("opentribe.api").exception("a key's use was not noted")


def forget_noted() -> None:
    """Note every key again at its next use, once what is under way is written."""
    _writer.submit(_noted.clear).result()
