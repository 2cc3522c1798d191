"""Links to videos that stand alone in a paragraph: which player shows them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# The hosts that a page may frame; YouTube's without cookies.
FRAME_HOSTS: Final = ("https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://www.loom.com")
PLAYER: Final = re.compile(
    r"https://(?:www\.youtube-nocookie\.com/embed/[\w-]{11}\?autoplay=1(?:&start=[0-9]{1,6})?"
    r"|player\.vimeo\.com/video/[0-9]{5,12}\?dnt=1&autoplay=1(?:&h=[0-9a-f]{6,20})?"
    r"|www\.loom\.com/embed/[0-9a-f]{32}\?autoplay=1)",
    re.ASCII,
)
_YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.|music\.)?youtube\.com/(?:watch\?(?:[^#\s]*&)?v=|shorts/|live/|embed/)|youtu\.be/"
    r"|www\.youtube-nocookie\.com/embed/)(?P<id>[\w-]{11})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_VIMEO = re.compile(
    r"https?://(?:www\.)?(?:vimeo\.com/|player\.vimeo\.com/video/)(?P<id>[0-9]{5,12})(?![0-9])(?:/(?P<key>[0-9a-f]{6,20})\b)?",
    re.IGNORECASE,
)
_LOOM = re.compile(r"https?://(?:www\.)?loom\.com/(?:share|embed)/(?P<id>[0-9a-f]{32})(?![0-9a-f])", re.IGNORECASE)
_TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)


class Video(NamedTuple):
    """Whose video it is, and the address of its player."""

    host: str
    player: str


def video_at(address: str) -> Video | None:
    """The video that an address leads to, when it is one we can show."""
    if found := _YOUTUBE.match(address):
        return Video("YouTube", f"{FRAME_HOSTS[0]}/embed/{found['id']}?autoplay=1{_start(address)}")
    if found := _VIMEO.match(address):
        key = f"&h={found['key'].lower()}" if found["key"] else ""
        return Video("Vimeo", f"{FRAME_HOSTS[1]}/video/{found['id']}?dnt=1&autoplay=1{key}")
    if found := _LOOM.match(address):
        return Video("Loom", f"{FRAME_HOSTS[2]}/embed/{found['id'].lower()}?autoplay=1")
    return None


def _start(address: str) -> str:
    """`&start=90` for an address with `t=90`, `t=1m30s` or `start=90`; '' for none."""
    try:
        asked = parse_qs(urlsplit(address).query, max_num_fields=20)
    except ValueError:
        return ""
    written = (asked.get("t") or asked.get("start") or [""])[0]
    found = _TIME.fullmatch(written)
    if not written or found is None:
        return ""
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"&start={min(hours * 3600 + minutes * 60 + seconds, 999_999)}"


def mark_videos(state: StateCore) -> None:
    """A core rule: a top-level paragraph that is one bare address of a video gets it as `meta["video"]`."""
    for index, token in enumerate(state.tokens):
        if token.type == "paragraph_open" and token.level == 0:
            video = _alone_in(state.tokens[index + 1])
            if video is not None:
                token.meta["video"] = video


def _alone_in(inline: Token) -> Video | None:
    children = [child for child in inline.children or () if child.type != "text" or child.content.strip()]
    if [child.type for child in children] != ["link_open", "text", "link_close"]:
        return None
    address = inline.content.strip()
    return video_at(address) if children[1].content == address else None
