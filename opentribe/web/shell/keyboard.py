"""What single keys do, and the list of them."""

from __future__ import annotations

import reflex as rx

from opentribe.web.ui.dialog import dialog
from opentribe.web.widgets.browser import Keys, KeySwitch

LIST = "keys"
SHORTCUTS = (
    (("j",), "Next post or comment"),
    (("k",), "Previous one"),
    (("l",), "Like it, or take the like back"),
    (("r",), "Reply to it"),
    (("o", "Enter"), "Open the post"),
    (("Esc",), "Leave it"),
    (("Ctrl", "Enter"), "Send what you are writing"),
    (("?",), "This list"),
)
TOGETHER = frozenset({("Ctrl", "Enter")})


def keyboard() -> rx.Component:
    """Listens for keys; the list of them waits in a dialog."""
    return rx.fragment(
        Keys.create(),
        dialog(
            LIST,
            "Keyboard",
            rx.el.dl(*(shortcut(keys, words) for keys, words in SHORTCUTS), class_name="shortcuts"),
            KeySwitch.create(),
        ),
    )


def shortcut(keys: tuple[str, ...], words: str) -> rx.Component:
    """Keys with what they do: one after the other where either will do, joined where both are pressed."""
    joint = " + " if keys in TOGETHER else " or "
    shown: list[rx.Component | str] = []
    for key in keys:
        shown += [joint, rx.el.kbd(key, class_name="keys")] if shown else [rx.el.kbd(key, class_name="keys")]
    return rx.el.div(rx.el.dt(*shown), rx.el.dd(words))
