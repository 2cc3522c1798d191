"""Dialogs: the native element, opened by a button or by a state."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.ui.attributes import Flag, Text
from opentribe.web.ui.buttons import icon_button


class ModalDialog(rx.Component):
    """A `<dialog>` that is shown as a modal while `is_open` holds; Escape and a press outside call `on_close`."""

    library = "$/public" + rx.asset("dialog.jsx", shared=True)
    tag = "Dialog"
    is_open: rx.Var[bool]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg]


def dialog(
    dialog_id: str,
    title: Text,
    *body: Any,
    actions: tuple[rx.Component, ...] = (),
    is_open: Flag | None = None,
    on_close: Any = None,
    is_wide: bool = False,
) -> rx.Component:
    """A question or a small form over the page. Give the harmless action `auto_focus`.

    Without `is_open` the browser alone opens and closes it: spread `invokes(dialog_id)` into a button. With it a state
    decides, and `on_close` must make `is_open` false.
    """
    heading = f"{dialog_id}-title"
    children = (
        rx.el.div(
            rx.el.h2(title, id=heading),
            icon_button("x", "Close", custom_attrs=invokes(dialog_id, "close")),
            class_name="dialog-head",
        ),
        rx.el.div(*body, class_name="dialog-body"),
        rx.el.div(*actions, class_name="dialog-actions") if actions else rx.fragment(),
    )
    common = {"id": dialog_id, "class_name": "dialog wide" if is_wide else "dialog"}
    if is_open is None:
        return rx.el.dialog(*children, aria_labelledby=heading, **common)
    labelled = {"aria-labelledby": heading}
    return ModalDialog.create(*children, is_open=is_open, on_close=on_close, custom_attrs=labelled, **common)


def invokes(dialog_id: str, command: str = "show-modal") -> dict[str, Any]:
    """`custom_attrs` for a button that opens a dialog, or closes it with `command="close"`."""
    return {"command": command, "commandfor": dialog_id}
