"""The community's colour where it has to be read: on white, on the dark sheet, and under the words of a button."""

from __future__ import annotations

from collections.abc import Callable

WHITE, DARK_SHEET = "#ffffff", "#1c211d"
LEGIBLE = 4.5  # WCAG 2.1 AA for text
STEPS = 20


def on(color: str) -> str:
    """Black or white, whichever is read better on a colour: the two meet at a luminance of 0.179 (WCAG 2.1)."""
    return "#111111" if luminance(color) > 0.179 else WHITE


def darker(color: str) -> str:
    """The colour, or a darker one of its hue that can be read on white at 4.5 to 1."""
    return _towards(color, 0, lambda found: 1.05 / (luminance(found) + 0.05) >= LEGIBLE)


def lighter(color: str) -> str:
    """The colour, or a lighter one of its hue that can be read on the dark sheet at 4.5 to 1."""
    ground = luminance(DARK_SHEET)
    return _towards(color, 255, lambda found: (luminance(found) + 0.05) / (ground + 0.05) >= LEGIBLE)


def _towards(color: str, end: int, is_legible: Callable[[str], bool]) -> str:
    parts = _rgb(color)
    for step in range(STEPS + 1):
        found = "#" + "".join(f"{round(each + (end - each) * step / STEPS):02x}" for each in parts)
        if is_legible(found):
            return found
    return "#000000" if end == 0 else WHITE


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.1 defines it, 0 to 1."""
    parts = [each / 255 for each in _rgb(color)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
