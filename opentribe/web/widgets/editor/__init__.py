"""The rich editor: its files for the build, which the boxes for writing fetch when somebody begins to write."""

from __future__ import annotations

from pathlib import Path

import reflex as rx

VERSION = "3.34.0"
EXTENSIONS = (
    "blockquote", "bold", "code", "code-block", "document", "hard-break", "heading", "horizontal-rule", "image",
    "italic", "link", "list", "paragraph", "strike", "text",
)  # fmt: skip
PACKAGES = [
    *(f"@tiptap/{name}@{VERSION}" for name in ("core", "pm", "extensions")),
    *(f"@tiptap/extension-{name}@{VERSION}" for name in EXTENSIONS),
    "markdown-it@15.0.3",
]
# Made known to the build, though no page names them: they import one another.
FILES = [rx.asset(path.name, shared=True) for path in sorted(Path(__file__).parent.glob("*.js*"))]
