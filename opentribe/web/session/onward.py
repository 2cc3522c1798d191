"""Where to go on to after signing in: a path of this site, whatever was asked for."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_path(path: str) -> str:
    """A path on this site to go on to; anything else becomes home."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if inside and path.isprintable() and "\\" not in path else "/"
