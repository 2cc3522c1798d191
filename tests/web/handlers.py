"""Every event handler of the app as Reflex registered it, and what a stranger might send to it."""

from __future__ import annotations

import functools
import importlib
import itertools
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import opentribe.domain
from opentribe.kit.drafts import Draft
from tests.server import PROJECT

# Runs in a process of its own: importing the root sets up Reflex, which the other tests must not see.
_LISTING = """
import inspect, json
import rxconfig
from opentribe.opentribe import app
from reflex_base.registry import RegistrationContext

found = []
for name, registered in RegistrationContext.get().event_handlers.items():
    parameters = list(inspect.signature(registered.handler.fn).parameters.values())[1:]
    found.append([name, [[each.name, str(each.annotation)] for each in parameters]])
print(json.dumps({"handlers": sorted(found), "routes": sorted(app._unevaluated_pages)}))
"""


@dataclass(frozen=True)
class Handler:
    """A name that a browser may send, with the parameters of the function behind it."""

    name: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """`PostState.save`, as a person writes it."""
        state, _, method = self.name.rpartition(".")
        words = state.rsplit("____", 1)[-1].split("_")
        return "".join(word.title() for word in words) + "." + method


@dataclass(frozen=True)
class Listing:
    """What the app answers to: handlers and pages."""

    handlers: tuple[Handler, ...]
    routes: tuple[str, ...]


def listing() -> Listing:
    """Ask the app itself."""
    done = subprocess.run(
        [sys.executable, "-c", _LISTING],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    handlers = [Handler(name, tuple((one, kind) for one, kind in parameters)) for name, parameters in said["handlers"]]
    return Listing(tuple(handlers), tuple(said["routes"]))


@functools.cache
def draft_kinds() -> list[type[Draft]]:
    """Every form that the domain takes."""
    for module in pkgutil.walk_packages(opentribe.domain.__path__, "opentribe.domain."):
        if module.name.endswith(".schemas"):
            importlib.import_module(module.name)
    kinds, waiting = [], [Draft]
    while waiting:
        waiting += (more := waiting.pop().__subclasses__())
        kinds += more
    return sorted(kinds, key=lambda kind: kind.__qualname__)


@dataclass(frozen=True)
class Aims:
    """What an intruder would like to reach: ids of things by what they are, names, and what to write into forms.

    What is in `form` alone never comes back to the one who sent it, so its coming back means something.
    """

    ids: Mapping[str, str]
    names: tuple[str, ...]
    form: Mapping[str, str]


def plausible(handler: Handler, aims: Aims) -> Iterator[dict[str, Any]]:
    """What a page might send, with the aims in place of what the page would show."""
    texts = [*aims.ids.values(), *aims.names]
    choices = [list(_values(kind, name, texts, aims)) for name, kind in handler.parameters]
    names = [name for name, _ in handler.parameters]
    flags = [index for index, (_, kind) in enumerate(handler.parameters) if kind == "bool"]
    longest = max((len(values) for values in choices), default=1)
    for turn in range(longest):
        values = [each[turn % len(each)] for each in choices]
        for truth in itertools.product((True, False), repeat=len(flags)):
            for index, flag in zip(flags, truth, strict=True):
                values[index] = flag
            yield dict(zip(names, values, strict=True))


def _values(kind: str, name: str, texts: Sequence[str], aims: Aims) -> Iterator[Any]:
    if kind.startswith("dict"):
        yield {}
        for draft in draft_kinds():
            yield form(draft, aims, {})
            yield form(draft, aims, dict.fromkeys(("parent_id", "visibility", "post_permission"), ""))
    elif kind.startswith("list"):
        yield list(texts)
        yield list(reversed(texts))
    elif kind == "bool":
        yield True
    elif kind in {"int", "float"}:
        yield from (0, 1, 20)
    elif name == "var_name":  # Reflex's own way to set a var by name
        yield from ("me", "_holder", "is_hydrated", "router_data", "space", "post", "is_ready", "reset")
    else:
        yield from texts


def form(draft: type[Draft], aims: Aims, instead: Mapping[str, str]) -> dict[str, Any]:
    """A form as a page sends it, filled for harm; `instead` replaces fields that the form has."""
    values: dict[str, Any] = {}
    for name, field in draft.model_fields.items():
        default = field.get_default(call_default_factory=True)
        if name in instead:
            values[name] = instead[name]
        elif name in aims.form:
            values[name] = aims.form[name]
        elif name.removesuffix("_id") in aims.ids:
            values[name] = aims.ids[name.removesuffix("_id")]
        elif isinstance(default, bool) or default:
            values[name] = default
        else:
            values[name] = f"taken over: {name}"
    return {name: value for name, value in values.items() if value != "" or name not in instead}


LONG = "x" * 100_000
DEEP: Any = "end"
for _ in range(200):
    DEEP = [DEEP]
RUBBISH: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**80, "", " ", LONG, "\0", "\ud800", "\u202e abc", "../../../etc/passwd", "%00", "null",
    "' OR 1=1 --", "<script>alert(1)</script>", "00000000-0000-0000-0000-000000000000", [], {}, [None], [[]], [{}],
    {"": None}, {"a": {"b": [1]}}, {"content": 5, "email": [], "name": {}}, DEEP, ["x"] * 3000,
    {"content": "\ud800", "title": "\0", "email": "\ud800@x.org", "password": "\ud800" * 9, "name": "\ud800"},
    {"reflex___state____state.x": 1}, {"__class__": "x"},
)  # fmt: skip


def rubbish(handler: Handler) -> Iterator[Any]:
    """What no page would send: too little, too much, and values of every wrong kind."""
    names = [name for name, _ in handler.parameters]
    yield {}
    yield {"unheard_of": 1}
    yield {**dict.fromkeys(names, "x"), "unheard_of": 1}
    yield {"self": 1, "state": 2}
    if names:
        for value in RUBBISH:
            yield dict.fromkeys(names, value)
    if len(names) > 1:
        yield {names[0]: "x"}
        yield {names[-1]: "x"}


NO_PAYLOADS: tuple[Any, ...] = (None, [], "x", 5, True, [["a", 1]])  # in place of the whole payload
