"""Marks on the functions that doors may ask for: queries read, commands write, one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

Function = TypeVar("Function", bound=Callable[..., object])
Transaction = Literal["read", "write", "own"]


def query(function: Function) -> Function:
    """A use case `(session, actor, ...)` that only reads."""
    function.transaction = "read"  # type: ignore[attr-defined]
    return function


def command(function: Function) -> Function:
    """A use case `(session, actor, ...)` that changes things; committed whole or not at all."""
    function.transaction = "write"  # type: ignore[attr-defined]
    return function


def staged(function: Function) -> Function:
    """A use case `(database, actor, ...)` with slow work between short transactions of its own."""
    function.transaction = "own"  # type: ignore[attr-defined]
    return function
