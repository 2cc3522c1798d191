"""Comments of bots for readers who hide them (see folds.js)."""

from __future__ import annotations

from typing import Any, TypeVar

import reflex as rx
from reflex.vars import VarData

from opentribe.web.widgets.browser import LIBRARIES

Row = TypeVar("Row")


class Fold(rx.Component):
    """One line that stands for `count` comments from `row` on; `what` they are: comment or reply."""

    library = LIBRARIES["folds.jsx"]
    tag = "Fold"
    row: rx.Var[str]
    count: rx.Var[int]
    what: rx.Var[str]


def folded(rows: Any, kind: type[Row], *, hides: Any, wanted: Any) -> Any:
    """The rows with those of bots folded where the reader `hides` them, but for the comment that is `wanted`."""
    data = VarData.merge(
        *(part._get_all_var_data() for part in (rows, hides, wanted)),
        VarData(
            hooks={f"const foldedRows = useFolded({rows!s}, {hides!s}, {wanted!s});": None},
            imports={LIBRARIES["folds.js"]: ["useFolded"]},
        ),
    )
    return rx.Var("foldedRows", _var_type=list[kind], _var_data=data).to(list[kind])  # type: ignore[valid-type]
