"""What runs in the browser on the pages about points."""

from __future__ import annotations

from typing import Any

import reflex as rx

from opentribe.web.widgets.browser import LIBRARIES, on_form


class LevelsEditor(rx.Component):
    """All levels to change at once; `on_save` gets them with the version they began from, thresholds as typed.

    `errors` name a field and a row, such as `name_2`; `form` and `levels` are about the whole.
    """

    library = LIBRARIES["levels_editor.jsx"]
    tag = "LevelsEditor"
    form: rx.Var[Any]
    defaults: rx.Var[Any]
    errors: rx.Var[dict[str, str]]
    fewest: rx.Var[int]
    most: rx.Var[int]
    is_busy: rx.Var[bool]
    is_awake: rx.Var[bool]
    on_save: rx.EventHandler[on_form]
