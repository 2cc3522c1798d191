"""Faces for machines: a friendly robot for an identity without a person, always the same for the same seed."""

from __future__ import annotations

import hashlib

# Backdrop, shell, and the darker colour of ears and aerial.
COATS = (
    ("#C9DACB", "#4A7C59", "#35593F"),
    ("#C6D8E4", "#3F5D8A", "#2C4264"),
    ("#EBD3B4", "#C2613F", "#8F442A"),
    ("#D9CDE5", "#6A5A8C", "#4B3F66"),
    ("#BFD9D6", "#2F6D72", "#1F4C50"),
    ("#EBDCB2", "#B97F1F", "#875B12"),
)
LIGHT = "#F4F1E8"
AERIALS = (
    '<path d="M32 16V9" stroke="D" stroke-width="2.5"/><circle cx="32" cy="8" r="3.5" fill="D"/>',
    '<path d="M25 17l-3-8M39 17l3-8" stroke="D" stroke-width="2.5"/>'
    '<g fill="D"><circle cx="22" cy="8.5" r="3"/><circle cx="42" cy="8.5" r="3"/></g>',
    '<path d="M27 16q5-12 10 0z" fill="D"/>',
)
EYES = (
    '<g fill="E"><circle cx="25" cy="30" r="3.6"/><circle cx="39" cy="30" r="3.6"/></g>',
    '<g fill="E"><rect x="21.5" y="26.5" width="7" height="7" rx="2"/>'
    '<rect x="35.5" y="26.5" width="7" height="7" rx="2"/></g>',
    '<path d="M21 31.5q4-5.5 8 0M35 31.5q4-5.5 8 0" fill="none" stroke="E" stroke-width="2.6" stroke-linecap="round"/>',
)
MOUTHS = (
    '<path d="M26 38.5q6 4.5 12 0" fill="none" stroke="E" stroke-width="2.4" stroke-linecap="round"/>',
    '<path d="M26 39.5h12" stroke="E" stroke-width="2.8" stroke-linecap="round"/>',
    '<path d="M25 38v3M29.5 38v3M34.5 38v3M39 38v3" stroke="E" stroke-width="2.2" stroke-linecap="round"/>',
)


def draw_robot(seed: str) -> str:
    """An SVG of 64 x 64 units, opaque to its corners. Only constants from this file reach the markup."""
    bytes_of_seed = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    backdrop, shell, dark = COATS[bytes_of_seed[0] % len(COATS)]
    shapes = (
        f'<rect width="64" height="64" fill="{backdrop}"/>',
        AERIALS[bytes_of_seed[1] % len(AERIALS)],
        f'<path d="M13 64q0-11 10-11h18q10 0 10 11z" fill="{shell}"/><path d="M27 47h10v7H27z" fill="{dark}"/>'
        f'<rect x="9" y="26" width="7" height="13" rx="3" fill="{dark}"/>'
        f'<rect x="48" y="26" width="7" height="13" rx="3" fill="{dark}"/>'
        f'<rect x="13" y="15" width="38" height="34" rx="10" fill="{shell}"/>'
        '<rect x="17.5" y="21" width="29" height="23.5" rx="7" fill="#20302A"/>',
        EYES[bytes_of_seed[2] % len(EYES)],
        MOUTHS[bytes_of_seed[3] % len(MOUTHS)],
    )
    drawn = "".join(shapes).replace('"D"', f'"{dark}"').replace('"E"', f'"{LIGHT}"')
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">{drawn}</svg>'
