"""Text that people write: cleaned when it comes in, rendered from Markdown to safe HTML, shortened, named."""

from __future__ import annotations

from opentribe.kit.text.cleaning import clean, length
from opentribe.kit.text.excerpts import Excerpt, excerpt, plain, shorten
from opentribe.kit.text.markdown import RENDERER_VERSION, Parsed, parse, references, render, to_html
from opentribe.kit.text.names import fold, handle_from, initials, slugify
from opentribe.kit.text.references import NOWHERE, Addresses, Reference, fold_word, references_in

__all__ = [
    "NOWHERE",
    "RENDERER_VERSION",
    "Addresses",
    "Excerpt",
    "Parsed",
    "Reference",
    "clean",
    "excerpt",
    "fold",
    "fold_word",
    "handle_from",
    "initials",
    "length",
    "parse",
    "plain",
    "references",
    "references_in",
    "render",
    "shorten",
    "slugify",
    "to_html",
]
