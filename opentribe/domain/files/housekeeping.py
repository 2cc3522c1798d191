"""Files that nothing uses any more go, and bytes that no row knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import Session, col, delete, select

from opentribe.domain.files.models import File, FileUse
from opentribe.domain.files.schemas import keys_of, storage_key_in
from opentribe.kit import clock
from opentribe.kit.db import Database
from opentribe.kit.files import FileStore

KEPT_STRAYS = timedelta(days=1)  # an upload that is under way has bytes and no row
KEPT_UNUSED = timedelta(days=7)  # a draft may wait over a weekend
KEPT_RELEASED = timedelta(days=30)  # what was taken out of a text may be wanted back
BATCH = 200


def sweep_files(database: Database, store: FileStore) -> int:
    """Forget unused files and stray bytes; how many of both. The root asks for it; no door does.

    Rows go first: killed in between, the bytes are strays for the next time. Raises Unavailable.
    """
    gone = 0
    while True:
        with database.write() as session:
            batch = _forget_unused(session, clock.now())
        for storage_key, variants in batch:
            store.delete(keys_of(storage_key, variants))
        gone += len(batch)
        if len(batch) < BATCH:
            break
    for key in _strays(database, store, clock.now() - KEPT_STRAYS):
        store.delete_stray(key)
        gone += 1
    return gone


def _forget_unused(session: Session, moment: datetime) -> list[tuple[str, list[dict[str, int]]]]:
    is_used = select(FileUse.id).where(col(FileUse.file_id) == col(File.id)).exists()
    is_old = or_(
        and_(col(File.used_at).is_(None), col(File.created_at) < moment - KEPT_UNUSED),
        col(File.used_at) < moment - KEPT_RELEASED,
    )
    # Locked: whoever ties one of them to a text meanwhile comes first, or finds it gone.
    found = session.exec(select(File).where(~is_used, is_old).limit(BATCH).with_for_update(skip_locked=True)).all()
    if found:
        session.exec(delete(File).where(col(File.id).in_([file.id for file in found])))
    return [(file.storage_key, file.variants) for file in found]


def _strays(database: Database, store: FileStore, before: datetime) -> Iterator[str]:
    for keys in store.list_older(before):
        names = {storage_key_in(key) for key in keys}
        with database.read() as session:
            known = set(session.exec(select(File.storage_key).where(col(File.storage_key).in_(names))).all())
        yield from (key for key in keys if storage_key_in(key) not in known)
