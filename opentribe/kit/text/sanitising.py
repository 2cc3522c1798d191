"""The last step of everything that ends as HTML: only what these lists name gets through."""

from __future__ import annotations

import re
from typing import Final

import nh3

from opentribe.kit.text.highlight import CODE_CLASSES
from opentribe.kit.text.pictures import is_picture_attribute
from opentribe.kit.text.videos import PLAYER

TAGS: Final = frozenset(
    [
        "a", "blockquote", "br", "code", "del", "details", "em", "h3", "h4", "h5", "h6", "hr", "iframe", "img", "input",
        "li", "ol", "p", "pre", "s", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
PICTURE: Final = frozenset({"width", "height", "srcset", "sizes", "decoding"})
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "iframe": {"src", "title"},
    "img": {"src", "alt", "title", *PICTURE},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
ATTRIBUTE_VALUES: Final = {
    "input": {"type": {"checkbox"}, "checked": {"checked"}},
}
SET_VALUES: Final = {
    "iframe": {
        "loading": "lazy",
        "sandbox": "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox",
        "allow": "autoplay; fullscreen; picture-in-picture; encrypted-media",
        "referrerpolicy": "strict-origin-when-cross-origin",  # players refuse to play without
    },
    "img": {"loading": "lazy"},
    "input": {"type": "checkbox", "disabled": "disabled", "aria-label": "Task"},
    "pre": {"tabindex": "0"},  # what scrolls sideways has to be reached by keyboard
}
CLASSES: Final = {
    "a": {"mention", "hashtag"},
    "details": {"video"},
    "span": set(CODE_CLASSES),
    "ul": {"contains-task-list"},
    "ol": {"contains-task-list"},
    "li": {"task-list-item"},
    "input": {"task-list-item-checkbox"},
}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
LINK_REL: Final = "nofollow noopener ugc"

# Of relative addresses only those that say so: `example.com` or `ｊavascript:x` would lead nowhere, on our own site.
_LINK = re.compile(r"(?:https?:|mailto:|[/#])", re.IGNORECASE)
_ALIGNMENTS = frozenset({"left", "center", "right"})
_FOREIGN_IMAGE = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_OWN_FILE = re.compile(r"/files(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")


def is_link(address: str) -> bool:
    """Whether a link may lead there: over http(s), to a mailbox, or to a page of our own."""
    return bool(_LINK.match(address))


def is_image_source(address: str) -> bool:
    """Whether a picture may come from there: anywhere over http(s), or from our own files."""
    return bool(_FOREIGN_IMAGE.match(address) or _OWN_FILE.fullmatch(address))


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_link(value) else None
    if tag == "iframe" and attribute == "src":
        return value if PLAYER.fullmatch(value) else None
    if attribute == "src":
        return value if is_image_source(value) else None
    if attribute in PICTURE:
        return value if is_picture_attribute(attribute, value) else None
    if attribute == "align":
        return value if value in _ALIGNMENTS else None
    if attribute == "start":
        return value if value.isascii() and value.isdigit() else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    attribute_filter=_filtered,
    strip_comments=True,
    link_rel=LINK_REL,
    generic_attribute_prefixes=set(),
    tag_attribute_values=ATTRIBUTE_VALUES,
    set_tag_attribute_values=SET_VALUES,
    url_schemes=SCHEMES,
    allowed_classes=CLASSES,
    url_relative="pass_through",
)


def sanitise(html: str) -> str:
    """The HTML with nothing left that is not allowed by name."""
    return _CLEANER.clean(html)
