"""Links within the site: they change the page without loading it anew."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink


def link(*children: Any, to: rx.Var[str] | str, **props: Any) -> rx.Component:
    """A link to a page of this site."""
    return ReactRouterLink.create(*children, to=to, **props)


def here(path: rx.Var[str] | str) -> Any:
    """`aria-current` for a link to `path`: "page" when it is the page one is on."""
    return rx.cond(rx.State.router.url.path == path, "page", "false")
