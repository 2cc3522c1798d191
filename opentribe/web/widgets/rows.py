"""Growing lists: a state holds one page at a time, the browser keeps the earlier ones (see rows.js)."""

from __future__ import annotations

from typing import Any, Generic, Self, TypeVar
from uuid import UUID

import reflex as rx
from pydantic import BaseModel
from reflex.vars import VarData

from opentribe.kit.ids import new_id
from opentribe.web.widgets.browser import LIBRARIES

Row = TypeVar("Row")

PATCHES_KEPT = 40


class Batch(BaseModel, Generic[Row]):
    """One page of rows. A new `epoch` starts the list afresh, a higher `number` continues it, a lower one leads it.

    States hold subclasses with a name, `class PostBatch(Batch[PostCard])`: others cannot be kept in Redis.
    """

    epoch: str = ""
    number: int = 0
    rows: list[Row] = []
    lowest: int = 0
    highest: int = 0

    def first(self, rows: list[Row]) -> Self:
        """The list from its top."""
        return self.__class__(epoch=new_id().hex, rows=rows)

    def next(self, rows: list[Row]) -> Self:
        """The page after all others."""
        number = self.highest + 1
        return self.__class__(epoch=self.epoch, number=number, rows=rows, lowest=self.lowest, highest=number)

    def previous(self, rows: list[Row]) -> Self:
        """The page before all others."""
        number = self.lowest - 1
        return self.__class__(epoch=self.epoch, number=number, rows=rows, lowest=number, highest=self.highest)


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


def growing(batch: Any, patches: Any, kind: type[Row], runs: Any = None) -> Any:
    """All rows that the browser has, as a Var for `rx.foreach`; `runs` are further replies of some of them."""
    given = [part for part in (batch, patches, runs) if part is not None]
    hook = f"const grownRows = useRows({', '.join(map(str, given))});"
    data = VarData.merge(
        *(part._get_all_var_data() for part in given),
        VarData(hooks={hook: None}, imports={LIBRARIES["rows.js"]: ["useRows"]}),
    )
    return rx.Var("grownRows", _var_type=list[kind], _var_data=data).to(list[kind])  # type: ignore[valid-type]
