"""Secrets that are shown once: sent to the one tab that asked, and forgotten here in the same handler."""

from __future__ import annotations

from typing import Any

import reflex as rx


def forget(state: rx.State, **empty: Any) -> None:
    """Empty vars here and not in the browser, which shows them until its page is left.

    Call it after the `yield` that sent them: what is not marked as changed is not sent. So a secret is in no state
    when the handler ends, and a tab that loads its page anew finds nothing.
    """
    for name, value in empty.items():
        setattr(state, name, value)
        state.dirty_vars.discard(name)
