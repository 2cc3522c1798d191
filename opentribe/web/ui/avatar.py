"""Avatars: a picture, or initials on a tint of the brand's colour wheel."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx
from reflex.vars import var_operation, var_operation_return

from opentribe.web.ui.attributes import Flag, Text

TINTS = 8
PRIME = 9973  # keeps the running sum small; any prime well above TINTS spreads as well
PIXELS = {"xs": 20, "s": 28, "": 36, "l": 48, "xl": 72}

Size = Literal["xs", "s", "", "l", "xl"]


def avatar(name: Text, url: Text = "", *, size: Size = "", seed: Text = "", is_square: Flag = False) -> rx.Component:
    """A round picture, 36 px unless `size` says otherwise; a square one is for bots and organisations.

    It is hidden from screen readers, since the name always stands beside it. `seed` picks the tint (default: the name)
    and should be an id, so that a new name keeps the old colour.
    """
    pixels = str(PIXELS[size])
    picture = rx.el.img(src=url, alt="", width=pixels, height=pixels, loading="lazy", decoding="async")
    round_one, square_one = "avatar", "avatar square"
    if isinstance(is_square, rx.Var):
        shape = rx.cond(is_square, square_one, round_one)
    else:
        shape = square_one if is_square else round_one
    return rx.el.span(
        rx.cond(url, picture) if isinstance(url, rx.Var) else (picture if url else rx.fragment()),
        class_name=shape,
        aria_hidden="true",
        custom_attrs={
            "data-size": size,
            "data-initials": initials(name),
            "data-tint": tint(seed if isinstance(seed, rx.Var) or seed else name),
        },
    )


def initials(name: Text) -> Any:
    """The first letters of the first two words."""
    if isinstance(name, rx.Var):
        return _initials(name.to(str))
    return "".join(word[0] for word in name.split()[:2]).upper()


def tint(seed: Text) -> Any:
    """A number below TINTS, always the same for the same seed."""
    if isinstance(seed, rx.Var):
        return _tint(seed.to(str))
    total = 0
    for letter in seed:
        total = (total * 31 + ord(letter)) % PRIME
    return str(total % TINTS)


@var_operation
def _initials(name: rx.Var[str]) -> Any:
    return var_operation_return(
        f'({name} ?? "").trim().split(/\\s+/).slice(0, 2).map((w) => [...w][0] ?? "").join("").toUpperCase()',
        var_type=str,
    )


@var_operation
def _tint(seed: rx.Var[str]) -> Any:
    return var_operation_return(
        f'String([...({seed} ?? "")].reduce((t, c) => (t * 31 + c.codePointAt(0)) % {PRIME}, 0) % {TINTS})',
        var_type=str,
    )
