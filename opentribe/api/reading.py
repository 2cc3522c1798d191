"""Reading what clients send: strict JSON and query strings, refused with words when they cannot mean one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError

from opentribe.kit.errors import Invalid, Refusal

DEPTH = 16  # of objects and lists within each other
MOST_PARAMETERS = 50
Shape = TypeVar("Shape", bound=BaseModel)


class Malformed(Refusal):
    """What was sent cannot be read at all."""

    status = 400


class WrongType(Refusal):
    """What was sent is of a type that this call does not take."""

    status = 415


def read_json(body: bytes, content_type: str) -> Any:
    """The value in a JSON body; an empty one counts as `{}`. Raises WrongType, Malformed."""
    if not body.strip():
        return {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise WrongType("Send JSON, with the header `Content-Type: application/json`.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("The body is not UTF-8.") from None
    if text.count("{") + text.count("[") > DEPTH and _depth(text) > DEPTH:
        raise Malformed(f"The JSON is nested too deeply: {DEPTH} levels are the most.")
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        known = error.args[0] if isinstance(error, _Unclear) else "The body is not valid JSON."
        raise Malformed(known) from None
    if "\\u" in text:
        _refuse_unstorable(value)
    return value


class Sent(NamedTuple):
    """A file in a form."""

    source: BinaryIO
    name: str


def read_form(body: bytes, content_type: str) -> Sent:
    """The field `file` of a form. Raises WrongType, Malformed, and Invalid when there is no file in it."""
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        raise WrongType("Send a form, with the header `Content-Type: multipart/form-data`.")
    files: list[Any] = []
    try:
        parse_form({"Content-Type": content_type.encode("latin-1")}, BytesIO(body), None, files.append)
    except (FormParserError, ValueError):
        raise Malformed("The form cannot be read: its parts do not fit its boundary.") from None
    for file in files:
        if file.field_name == b"file":
            file.file_object.seek(0)
            return Sent(file.file_object, (file.file_name or b"").decode("utf-8", "replace"))
    raise Invalid(file="Put the picture into the form's field `file`, with a file name.")


class _Unclear(ValueError):
    """Valid to some readers, and to others something else."""


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unclear("The JSON has a field twice. Send each field once.")
    return found


def _no_constant(name: str) -> Any:
    raise _Unclear(f"{name} is not JSON.")


def _depth(text: str) -> int:
    deepest = depth = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}]":
            depth -= 1
    return deepest


def _refuse_unstorable(value: Any) -> None:
    if isinstance(value, str):
        if not storable(value):
            raise Malformed("The JSON has a character that no text can hold: NUL, or half of a surrogate pair.")
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(item)


def storable(text: str) -> bool:
    """Whether every database can keep the text: no NUL and no lone surrogate."""
    if text.isascii():
        return "\0" not in text
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def read_query(raw: bytes) -> dict[str, str]:
    """The parameters of a query string. Raises Malformed."""
    if not raw:
        return {}
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise Malformed("The query string cannot be read: write it percent-encoded, in UTF-8.") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("The query string has a parameter twice. Send each once.")
    if not all(storable(key) and storable(value) for key, value in pairs):
        raise Malformed("The query string has a character that no text can hold.")
    return found


def fit(shape: type[Shape], given: Any, what: str = "body") -> tuple[Shape, list[str]]:
    """The declared fields of what was sent, and a warning for each one that nobody declared.

    Raises Invalid naming each field that cannot be taken.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise Invalid(body="Send a JSON object, such as {}.")
    known = _known(shape)
    strange = [name for name in given if name not in known]
    try:
        filled = shape.model_validate({name: value for name, value in given.items() if name in known})
    except ValidationError as error:
        raise Invalid(**_words(error)) from None
    return filled, [f"`{name[:60]}` is not a {_part(what)} of this call, and was ignored." for name in strange[:20]]


def _part(what: str) -> str:
    return "field" if what == "body" else "parameter"


def _known(shape: type[BaseModel]) -> Mapping[str, Any]:
    return shape.model_fields


def _words(error: ValidationError) -> dict[str, str]:
    fields: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in problem["loc"]) or "body"
        said = problem["msg"].removeprefix("Value error, ")
        fields[where] = "This is missing." if problem["type"] == "missing" else f"{said[:1].upper()}{said[1:]}."
    return fields
