"""Pictures of our own files in text: their address tells their size, so that a page keeps the room free."""

from __future__ import annotations

import re
from typing import Final

WIDTHS: Final = (320, 640, 1280, 2048)  # pixels; the sizes that a stored picture is kept in, and its own
WIDEST, HIGHEST = 680, 560  # pixels that a picture takes of a page at most
_SIZES: Final = re.compile(r"\(max-width: 760px\) 92vw, \d{1,3}px")
_OWN: Final = re.compile(
    r"/files/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/([1-9]\d{0,4})x([1-9]\d{0,4})/[a-z0-9-]+\.webp"
)
_STEP: Final = re.compile(rf"({_OWN.pattern})\?w=(\d{{1,5}}) \4w")


def picture_attributes(source: str) -> dict[str, str]:
    """What an `img` of one of our pictures says beside its source; nothing for other addresses."""
    found = _OWN.fullmatch(source)
    if not found:
        return {}
    width, height = int(found[1]), int(found[2])
    scale = min(1, WIDEST / width, HIGHEST / height)
    shown = max(1, round(width * scale))
    steps = [*(step for step in WIDTHS if step < width), width]
    return {
        "width": str(shown),
        "height": str(max(1, round(height * scale))),
        "decoding": "async",
        "srcset": ", ".join(f"{source}?w={step} {step}w" for step in steps),
        "sizes": f"(max-width: 760px) 92vw, {shown}px",
    }


def is_picture_attribute(name: str, value: str) -> bool:
    """Whether a value is one that `picture_attributes` gives."""
    if name == "srcset":
        return all(_STEP.fullmatch(part) for part in value.split(", "))
    if name == "sizes":
        return bool(_SIZES.fullmatch(value))
    if name == "decoding":
        return value == "async"
    return value.isascii() and value.isdigit() and len(value) <= 5
