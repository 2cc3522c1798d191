"""Text that people write: cleaned when it comes in, rendered from Markdown to safe HTML, shortened, named."""

from __future__ import annotations

from opentribe.kit.text.cleaning import clean, length
from opentribe.kit.text.excerpts import Excerpt, excerpt, plain
from opentribe.kit.text.markdown import RENDERER_VERSION, render
from opentribe.kit.text.names import handle_from, initials, slugify

__all__ = [
    "RENDERER_VERSION",
    "Excerpt",
    "clean",
    "excerpt",
    "handle_from",
    "initials",
    "length",
    "plain",
    "render",
    "slugify",
]
