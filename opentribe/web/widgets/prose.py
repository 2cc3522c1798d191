"""Rendered Markdown on a page: HTML that the server made and sanitized (see opentribe/kit/text)."""

from __future__ import annotations

from typing import Any

import reflex as rx


def prose(html: rx.Var[str], class_name: Any) -> rx.Component:
    """A block of sanitized HTML."""
    return rx.el.div(class_name=class_name, custom_attrs={"dangerouslySetInnerHTML": rx.Var.create({"__html": html})})
