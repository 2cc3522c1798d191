"""Unread dots of spaces, live (see unread.jsx)."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.vars import VarData

from opentribe.domain.spaces.schemas import SpaceCard
from opentribe.web.widgets.browser import LIBRARIES


class AnyUnread(rx.Component):
    """A dot when any space has something new."""

    library = LIBRARIES["unread.jsx"]
    tag = "AnyUnread"
    known: rx.Var[bool]


def with_unread(spaces: Any, hides_bots: Any) -> Any:
    """The spaces with the dots that were lit since they were read, as a Var for `rx.foreach`."""
    data = VarData.merge(
        spaces._get_all_var_data(),
        hides_bots._get_all_var_data(),
        VarData(
            hooks={f"const spacesNow = useUnread({spaces!s}, {hides_bots!s});": None},
            imports={LIBRARIES["unread.jsx"]: ["useUnread"]},
        ),
    )
    return rx.Var("spacesNow", _var_type=list[SpaceCard], _var_data=data).to(list[SpaceCard])
