"""What a browser sends has to fit the handler it names; the rest is refused before the handler runs."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from reflex.middleware import Middleware
from reflex_base.event import EventHandler
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import transform_form_data

from opentribe.kit.errors import Refusal

MISFIT = "That did not arrive as it should. Reload the page and try again."
DEEPEST = 20
# Reflex registers this for every state, to set any var by its name. No page of ours asks for it.
BY_NAME = "setvar"
# Vars that a browser keeps for us (rx.LocalStorage, rx.Cookie); there are none, so whoever sends some made them up.
KEPT_BY_BROWSER = "vars"


class FittingMiddleware(Middleware):
    """Runs before every event: page code is public, so anybody may send anything to any handler."""

    async def preprocess(self, app: rx.App, state: rx.State, event: rx.event.Event) -> None:
        """Drop what no answer could carry, and raise Refusal unless the rest fits the handler's parameters."""
        handler = RegistrationContext.get().event_handlers[event.name].handler
        if handler.fn.__name__ == BY_NAME or not isinstance(event.payload, dict) or event.payload.get(KEPT_BY_BROWSER):
            raise Refusal(MISFIT)
        event.payload.update(_sendable(event.payload, DEEPEST))
        require_fit(handler, event.payload)


def require_fit(handler: EventHandler, payload: dict[str, Any]) -> None:
    """Raise Refusal unless there is a value of the right kind for each parameter and nothing else."""
    try:
        _signature(handler.fn).bind(None, **payload)
        for name, kind in (handler._type_hints or {}).items():
            if name in payload:
                _adapter(kind).validate_python(transform_form_data(payload[name], kind), strict=True)
    except (TypeError, ValidationError):
        raise Refusal(MISFIT) from None


def _sendable(value: Any, depth: int) -> Any:
    """The value without lone surrogates: a state that echoes one cannot be sent and costs the tab its connection."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "ignore").decode("utf-8")
    if depth == 0:
        raise Refusal(MISFIT)
    if isinstance(value, list):
        return [_sendable(each, depth - 1) for each in value]
    if isinstance(value, dict):
        return {_sendable(name, depth - 1): _sendable(each, depth - 1) for name, each in value.items()}
    return value


@functools.cache
def _signature(function: Any) -> inspect.Signature:
    return inspect.signature(function)


@functools.cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
