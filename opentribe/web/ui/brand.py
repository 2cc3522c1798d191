"""The mark: a ring left open, and the one who completes it."""

from __future__ import annotations

import reflex as rx


def brand_mark() -> rx.Component:
    """The mark in the brand's colour, for the header."""
    return rx.el.svg(
        rx.el.path(
            d="M27.2 18.2A11.4 11.4 0 1 1 13.8 4.8",
            fill="none",
            stroke="currentColor",
            stroke_width="5",
            stroke_linecap="round",
        ),
        rx.el.circle(cx="24.2", cy="7.8", r="4.6", fill="currentColor"),
        view_box="0 0 32 32",
        class_name="brand-mark",
        aria_hidden="true",
    )


def auth_art() -> rx.Component:
    """The same mark, large and still, behind the words on the auth pages."""
    return rx.el.svg(
        rx.el.path(
            d="M560 330A250 250 0 1 1 262 32",
            fill="none",
            stroke="currentColor",
            stroke_width="92",
            stroke_linecap="round",
        ),
        rx.el.circle(cx="486", cy="104", r="78", fill="currentColor"),
        view_box="0 0 600 800",
        preserve_aspect_ratio="xMidYMid slice",
        class_name="auth-art",
        aria_hidden="true",
    )
