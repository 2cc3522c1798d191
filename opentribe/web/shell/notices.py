"""Short messages at the edge of every page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.session.state import SessionState
from opentribe.web.widgets.browser import Notices


def notices(on_undo: Any = None) -> rx.Component:
    """Where notices appear; `on_undo` takes back what one was about."""
    return Notices.create(notice=SessionState.notice, **({"on_undo": on_undo} if on_undo else {}))
