"""Taking in an upload: its size is watched while it arrives, and slow work has threads of its own."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from opentribe.domain.access.actor import Credential
from opentribe.domain.entry import perform
from opentribe.domain.files.commands import upload
from opentribe.domain.files.queries import may_upload
from opentribe.domain.files.schemas import FileCard, UploadDraft
from opentribe.kit.db import get_database
from opentribe.kit.errors import Invalid, NoRoom, TooLarge
from opentribe.kit.files import ATTACHMENT_LIMIT
from opentribe.kit.files.store import FULL
from opentribe.web.session.asking import in_thread

AROUND = 16_000  # bytes that a form puts around its file
FIELD = "file"
TOO_LARGE = f"This file is too large. A file may have up to {ATTACHMENT_LIMIT // 1_000_000} MB."
NO_FILE = "No file arrived. Choose one and try again."

# Pictures are dear in memory: two at a time, whatever is waiting. The domain's own threads stay free.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="uploads")


async def receive(request: Request, credential: Credential) -> FileCard:
    """The card of the file in the form's field `file`; `?for=avatar` or `?for=cover` says what it is for.

    Raises the refusals of `upload`, and ClientDisconnect when the sender goes away: then nothing is kept.
    """
    purpose = request.query_params.get("for", "")
    database = get_database()
    # Strangers and the full are told before they send it all.
    await in_thread(partial(perform, database, credential, may_upload, purpose))
    if _announced(request) > ATTACHMENT_LIMIT + AROUND:
        raise TooLarge(TOO_LARGE)
    try:
        form = await MultiPartParser(request.headers, _watched(request.stream()), max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError):
        raise Invalid(file=NO_FILE) from None
    except OSError as error:
        raise NoRoom(FULL) from error
    try:
        sent = form.get(FIELD)
        if not isinstance(sent, UploadFile):
            raise Invalid(file=NO_FILE)
        draft = UploadDraft(sent.file, sent.filename or "", purpose)
        work = partial(perform, database, credential, upload, draft)
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(_threads, partial(context.run, work))
    finally:
        await form.close()


async def _watched(stream: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The body, until it is more than a file may have: not every sender says its length before."""
    size = 0
    async for chunk in stream:
        size += len(chunk)
        if size > ATTACHMENT_LIMIT + AROUND:
            raise TooLarge(TOO_LARGE)
        yield chunk


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
