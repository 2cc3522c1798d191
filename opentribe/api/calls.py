"""A call of the API: declared as FastAPI declares one, answered by a synchronous function in a thread."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel

from opentribe.api.answering import Answer, NoKey
from opentribe.api.reading import Sent, fit, read_form, read_json, read_query
from opentribe.api.shapes import Refused
from opentribe.domain.access.actor import Actor, Credential
from opentribe.domain.entry import perform
from opentribe.kit.db import get_database
from opentribe.kit.errors import NotFound
from opentribe.kit.ids import parse_id

BODY_LIMIT = 256 * 1024
FILE_LIMIT = 5 * 1024 * 1024
Given = ParamSpec("Given")
Result = TypeVar("Result")

# What may happen to every call. 404 is among them, since a path that is not one is answered the same way.
ALWAYS = (400, 429)
MEANINGS = {
    400: "It could not be read: invalid JSON or UTF-8, a field twice, too deeply nested.",
    401: "No key came, or one that opens nothing; the message says why.",
    403: "It is there, but may not be done; the message says why.",
    404: "It does not exist, or it is not for this key to see.",
    409: "It clashes with what is there, or the same request is under way.",
    413: "The body is larger than 256 KB, or with a file 5 MB.",
    415: "The body is of a type that this call does not take.",
    422: "A field cannot be taken; `fields` says which and why.",
    429: "A limit was reached; `Retry-After` says how long to wait.",
}


class Asked:
    """One request as the functions behind the calls see it: who asks, and the way to the domain."""

    __slots__ = ("credential", "repeat", "warnings")

    def __init__(self, credential: Credential) -> None:
        self.credential = credential
        self.repeat = ""
        self.warnings: list[str] = []

    def do(
        self,
        use_case: Callable[Concatenate[Any, Actor, Given], Result],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Result:
        """Perform a query or a command as whoever the key speaks for."""
        return perform(get_database(), self.credential, use_case, *given, **named)


def _nothing() -> None:
    """FastAPI leaves a dependency without parameters out of the document."""


Ask = Annotated[Asked, Depends(_nothing)]
File = Annotated[Sent, Depends(_nothing)]
FILE_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
                "required": ["file"],
            }
        }
    },
}


class Call(APIRoute):
    """A route that reads its own input: strictly, in the thread where it is answered."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        extra = self.openapi_extra or {}
        self.needs_key: bool = bool(extra.get("security"))
        self.takes_file = False
        self.body_limit = BODY_LIMIT
        self.keeps_answers: bool = not extra.get("x-secret")
        self._names: list[str] = []
        self._body: type[BaseModel] | None = None
        self._query: type[BaseModel] | None = None
        hints = typing.get_type_hints(endpoint)
        for name in inspect.signature(endpoint).parameters:
            if name == "body":
                self._body = next(
                    kind for kind in (*typing.get_args(hints[name]), hints[name]) if kind is not type(None)
                )
            elif name == "query":
                self._query = hints[name]
            elif name == "file":
                self.takes_file, self.body_limit = True, FILE_LIMIT
            elif name != "ask":
                self._names.append(name)

    @property
    def takes_body(self) -> bool:
        """Whether a body is read at all."""
        return self._body is not None or self.takes_file

    def answer(self, asked: Asked, names: dict[str, str], raw_query: bytes, body: bytes, content_type: str) -> Answer:
        """Read the input and do it. Raises Refusal."""
        if self.needs_key and not asked.credential.key_hash:
            raise NoKey("This call needs an API key.")
        given: dict[str, Any] = {name: names[name] for name in self._names}
        if self._query is not None:
            given["query"], strange = fit(self._query, read_query(raw_query), "query")
            asked.warnings += strange
        if self._body is not None:
            given["body"], strange = fit(self._body, read_json(body, content_type))
            asked.warnings += strange
        elif self.takes_file:
            given["file"] = read_form(body, content_type)
        result: Answer = self.endpoint(asked, **given)
        return result


def router() -> APIRouter:
    """Where calls are declared."""
    return APIRouter(route_class=Call)


def about(*refusals: int, key: bool = False, secret: bool = False, file: bool = False) -> dict[str, Any]:
    """What the document says of a call beside its input: its refusals, that it needs a key, answers a secret, or
    takes a file.
    """
    statuses: Sequence[int] = sorted({*ALWAYS, *refusals, *((401, 403) if key else (401,))})
    responses: dict[int | str, dict[str, Any]] = {
        status: {"model": Refused, "description": MEANINGS[status]} for status in statuses
    }
    extra: dict[str, Any] = {"security": [{"key": []}]} if key else {}
    if secret:
        extra["x-secret"] = True
    if file:
        extra["requestBody"] = FILE_BODY
    return {"responses": responses, "openapi_extra": extra}


def known_id(text: str, what: str) -> UUID:
    """The id in a path. Raises NotFound when it is not one."""
    found = parse_id(text)
    if found is None:
        raise NotFound(f"This {what} does not exist, or it is not for you to see.")
    return found
