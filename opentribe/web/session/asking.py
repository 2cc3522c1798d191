"""`ask`: every handler's one way to the domain, with the tab's credential, off the event loop."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import reflex as rx

from opentribe.domain.access.actor import Actor, Credential
from opentribe.domain.entry import perform
from opentribe.domain.members.queries import get_me
from opentribe.kit.db import get_database
from opentribe.kit.errors import Forbidden, NotFound, SignInNeeded
from opentribe.kit.ids import parse_id
from opentribe.web.session.cookie import unsealed

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

ENDED = "Your session has ended. Sign in again."

# SQLite and the interpreter lock leave little to gain beyond a few threads; more would only wait.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="domain")


async def ask(
    state: rx.State,
    use_case: Callable[Concatenate[Any, Actor, Given], Answer],
    *given: Given.args,
    **named: Given.kwargs,
) -> Answer:
    """Perform a query or a command as whoever sits behind this tab. Raises what the use case refuses.

    One whose session has ended meanwhile is told that, not that things are gone.
    """
    credential = credential_of(state)
    try:
        return await in_thread(partial(perform, get_database(), credential, use_case, *given, **named))
    except (NotFound, Forbidden):
        if (
            credential.session_hash
            and not (await in_thread(partial(perform, get_database(), credential, get_me))).is_member
        ):
            raise SignInNeeded(ENDED) from None
        raise


async def in_thread(work: Callable[[], Answer]) -> Answer:
    """Run blocking work in the domain's threads."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(context.run, work))


def credential_of(state: rx.State) -> Credential:
    """What this tab's websocket showed at its handshake; see `SealedCookie`."""
    session_hash, hides_bots = unsealed(state.router.headers.cookie)
    return Credential(session_hash=session_hash, address=state.router.session.client_ip, hides_bots=hides_bots)


def known_id(text: object, what: str = "page") -> UUID:
    """The id a browser sent. Raises NotFound when it is not one."""
    found = parse_id(text)
    if found is None:
        raise NotFound(f"This {what} does not exist, or it is not for you to see.")
    return found
