"""Icons: each one used is compiled in by itself, none is fetched."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_ICON_LIST  # type: ignore[import-untyped]


def icon(name: str, **props: Any) -> rx.Component:
    """The Lucide icon `name`, hidden from screen readers; its size comes from the style sheet.

    Raises ValueError for a name that Lucide lacks (Reflex would draw a question mark) and TypeError for a Var, which
    would put the whole icon set into the page: choose between icons with `rx.match`.
    """
    if not isinstance(name, str):
        raise TypeError("an icon's name must be known when the page is compiled; use rx.match over icons")
    if name.replace("-", "_") not in LUCIDE_ICON_LIST:
        raise ValueError(f"Lucide has no icon called {name!r}")
    return rx.icon(name, aria_hidden="true", **props)
