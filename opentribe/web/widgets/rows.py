"""Growing lists: a state holds one page at a time, the browser keeps the earlier ones (see rows.js)."""

from __future__ import annotations

from typing import Any, Generic, TypeVar
from uuid import UUID

import reflex as rx
from pydantic import BaseModel
from reflex.vars import VarData

from opentribe.kit.ids import new_id
from opentribe.web.widgets.browser import LIBRARIES

Row = TypeVar("Row")

PATCHES_KEPT = 40


class Batch(BaseModel, Generic[Row]):
    """One page of rows. A new `epoch` starts the list afresh, a higher `number` continues it."""

    epoch: str = ""
    number: int = 0
    rows: list[Row] = []

    def first(self, rows: list[Row]) -> Batch[Row]:
        """The list from its top."""
        return self.__class__(epoch=new_id().hex, number=0, rows=rows)

    def next(self, rows: list[Row]) -> Batch[Row]:
        """The page after this one."""
        return self.__class__(epoch=self.epoch, number=self.number + 1, rows=rows)


class Patch(BaseModel):
    """A change to one row; without values the row goes away."""

    id: str
    values: dict[str, Any] | None = None


def patched(patches: list[Patch], row_id: UUID | str, **values: Any) -> list[Patch]:
    """The patches with one more change to a row."""
    earlier = next((patch for patch in patches if patch.id == str(row_id)), None)
    merged = {**(earlier.values or {}), **values} if earlier else values
    others = [patch for patch in patches if patch.id != str(row_id)]
    return [*others, Patch(id=str(row_id), values=merged)][-PATCHES_KEPT:]


def without(patches: list[Patch], row_id: UUID | str) -> list[Patch]:
    """The patches with one row taken away."""
    return [*(patch for patch in patches if patch.id != str(row_id)), Patch(id=str(row_id))][-PATCHES_KEPT:]


def growing(batch: Any, patches: Any, kind: type[Row]) -> Any:
    """All rows that the browser has, as a Var for `rx.foreach`."""
    hook = f"const grownRows = useRows({batch!s}, {patches!s});"
    data = VarData.merge(
        batch._get_all_var_data(),
        patches._get_all_var_data(),
        VarData(hooks={hook: None}, imports={LIBRARIES["rows.js"]: ["useRows"]}),
    )
    return rx.Var("grownRows", _var_type=list[kind], _var_data=data).to(list[kind])  # type: ignore[valid-type]
