"""Rows with what was pushed to the page since they were read (see live_rows.js)."""

from __future__ import annotations

from typing import Any, TypeVar

import reflex as rx
from reflex.vars import VarData

from opentribe.web.widgets.browser import LIBRARIES

Row = TypeVar("Row")


def live_rows(rows: Any, kind: type[Row]) -> Any:
    """A list of rows, as a Var for `rx.foreach`."""
    return _var("liveRows", f"const liveRows = useLiveRows({rows!s});", "useLiveRows", list[kind], rows)  # type: ignore[valid-type]


def live_row(row: Any, kind: type[Row]) -> Any:
    """A single row."""
    return _var("liveRow", f"const liveRow = useLiveRow({row!s});", "useLiveRow", kind, row)


def _var(name: str, hook: str, function: str, kind: Any, given: Any) -> Any:
    data = VarData.merge(
        given._get_all_var_data(),
        VarData(hooks={hook: None}, imports={LIBRARIES["live_rows.js"]: [function]}),
    )
    return rx.Var(name, _var_type=kind, _var_data=data).to(kind)
