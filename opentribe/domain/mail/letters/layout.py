"""The one layout of all mail: narrow, calm, readable without pictures or styles, in light and in dark."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final, Literal

import nh3

from opentribe.domain.mail.letters.colors import DARK_SHEET, WHITE, darker, lighter, on
from opentribe.domain.mail.letters.parts import Button, Paragraph, Part, Row, Rows, Small, Written

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
PLAIN_GREEN = "#4A7C59"
FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
TEXT, QUIET, LINE, GROUND, SURFACE = "#1d2420", "#5c665f", "#e2e6e2", "#f5f7f5", WHITE
# Clients that keep no <style> show the light colours, which are written beside each element.
DARK: Final = """
@media %s {
  .ground { background: #141815 !important; }
  .sheet { background: %s !important; border-color: #2e352f !important; }
  .words { color: #e8ece8 !important; }
  .quiet { color: #a3ada5 !important; }
  .line { border-color: #2e352f !important; }
  .go { color: %s !important; }
}
@media (max-width: 600px) { .sheet { padding: 24px 20px !important; } .ground { padding: 16px 8px !important; } }
"""
STYLED: Final = {"class", "style"}
ALLOWED: Final = {"a": {"href", *STYLED}, **dict.fromkeys(("h2", "p", "div", "span", "strong"), STYLED), "br": set()}

Look = Literal["", "light", "dark"]
WHEN_DARK: Final[dict[Look, str]] = {"": "(prefers-color-scheme: dark)", "light": "not all", "dark": "all"}
SCHEMES: Final[dict[Look, str]] = {"": "light dark", "light": "light", "dark": "dark"}


@dataclass(frozen=True, slots=True)
class Brand:
    """How the community presents itself, and the address that all links begin with."""

    name: str
    address: str
    color: str = PLAIN_GREEN
    logo: str = ""

    def link(self, path: str) -> str:
        """A path of this site as a whole address. Raises ValueError for anything else."""
        if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable() or " " in path:
            raise ValueError("a letter links to paths of this site only")
        return self.address + path


def as_html(written: Written, brand: Brand, unsubscribe: str = "", look: Look = "") -> str:
    """The letter as a whole HTML document. What is between the frame went through the sanitizer last.

    With a `look` it is shown so whatever its reader prefers.
    """
    color = brand.color if COLOR.fullmatch(brand.color) else PLAIN_GREEN
    inner = "".join(_part(part, brand, color) for part in written.parts)
    inner = nh3.clean(inner, tags=set(ALLOWED), attributes=ALLOWED, url_schemes={"http", "https"}, link_rel=None)
    name, home, logo = html.escape(brand.name), html.escape(brand.address), ""
    if brand.logo:
        source, style = html.escape(brand.link(brand.logo)), "vertical-align:middle;margin-right:8px;border-radius:6px"
        logo = f'<img src="{source}" alt="" height="28" style="{style}"/>'
    end, scheme, dark = "", SCHEMES[look], DARK % (WHEN_DARK[look], DARK_SHEET, lighter(color))
    if unsubscribe:
        end = f' <a class="quiet" href="{html.escape(unsubscribe)}" style="color:{QUIET}">Unsubscribe</a>'
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="{scheme}"/><meta name="supported-color-schemes" content="{scheme}"/>
<title>{html.escape(written.subject)}</title><style>{dark}</style></head>
<body class="ground" style="margin:0;padding:32px 12px;background:{GROUND};{FONT}">
<div style="display:none;max-height:0;overflow:hidden">{html.escape(written.preview)}</div>
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 16px;padding:0 4px;font-size:15px;font-weight:600"><a class="words" href="{home}" \
style="color:{TEXT};text-decoration:none">{logo}{name}</a></p>
<div class="sheet" style="padding:32px;background:{SURFACE};border:1px solid {LINE};border-radius:14px">
<h1 class="words" style="margin:0 0 16px;color:{TEXT};font-size:22px;line-height:1.3;letter-spacing:-0.01em">\
{html.escape(written.heading)}</h1>
{inner}
</div>
<p class="quiet" style="margin:16px 4px 0;color:{QUIET};font-size:12px;line-height:1.6">\
{html.escape(written.reason)}{end}</p>
</div></body></html>
"""


def _part(part: Part, brand: Brand, color: str) -> str:
    match part:
        case Paragraph():
            return _words("p", part.text, "margin:0 0 16px;font-size:15px;line-height:1.6")
        case Button():
            return _button(part, brand, color)
        case Rows():
            heading = _words("h2", part.heading, "margin:24px 0 4px;font-size:16px")
            return heading + "".join(_row(row, brand, color) for row in part.rows)
        case Small():
            return _quiet(part.text, "margin:0 0 8px;font-size:13px;line-height:1.6")


def _button(part: Button, brand: Brand, color: str) -> str:
    address = html.escape(brand.link(part.path))
    style = (
        f"display:inline-block;padding:12px 22px;border-radius:9px;background:{color};color:{on(color)};"
        "font-size:15px;font-weight:600;text-decoration:none"
    )
    return (
        f'<p style="margin:24px 0"><a href="{address}" style="{style}">{html.escape(part.label)}</a></p>'
        f'<p class="quiet" style="margin:0 0 16px;color:{QUIET};font-size:13px;line-height:1.6">'
        f"If the button does nothing, open this address:<br>"
        f'<a class="go" href="{address}" style="color:{darker(color)};word-break:break-all">{address}</a></p>'
    )


def _row(row: Row, brand: Brand, color: str) -> str:
    address = html.escape(brand.link(row.path))
    return (
        f'<div class="line" style="padding:14px 0;border-top:1px solid {LINE}"><a class="go" href="{address}" '
        f'style="color:{darker(color)};font-size:15px;font-weight:600;text-decoration:none">{_lines(row.title)}</a>'
        + _words("p", row.text, "margin:4px 0 0;font-size:14px;line-height:1.55")
        + _quiet(row.meta, "margin:4px 0 0;font-size:13px")
        + "</div>"
    )


def _words(tag: str, text: str, style: str) -> str:
    return f'<{tag} class="words" style="color:{TEXT};{style}">{_lines(text)}</{tag}>' if text else ""


def _quiet(text: str, style: str) -> str:
    return f'<p class="quiet" style="color:{QUIET};{style}">{_lines(text)}</p>' if text else ""


def _lines(text: str) -> str:
    return " ".join(html.escape(text).split())


def as_text(written: Written, brand: Brand, unsubscribe: str = "") -> str:
    """The same letter in plain text."""
    blocks = [written.heading, *(_plain(part, brand) for part in written.parts), "-- \n" + written.reason]
    if unsubscribe:
        blocks[-1] += f"\nUnsubscribe: {unsubscribe}"
    blocks[-1] += f"\n{brand.name}: {brand.address}"
    return "\n\n".join(blocks) + "\n"


def _plain(part: Part, brand: Brand) -> str:
    match part:
        case Paragraph() | Small():
            return " ".join(part.text.split())
        case Button():
            return f"{part.label}:\n{brand.link(part.path)}"
        case Rows():
            rows = ["\n".join(filter(None, (f"* {row.title}", _indented(row.text), _indented(row.meta),
                                            "  " + brand.link(row.path)))) for row in part.rows]  # fmt: skip
            return "\n\n".join(filter(None, (part.heading, *rows)))


def _indented(text: str) -> str:
    return "  " + " ".join(text.split()) if text else ""
